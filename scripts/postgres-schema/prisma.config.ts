import { ColumnTypeEnum, type SqlDriverAdapterFactory, type SqlQueryable } from "@prisma/driver-adapter-utils";
import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";

const VERSION = {
  columnNames: ["exists", "version", "numeric_version"],
  columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
  rows: [[true, "PostgreSQL 18.0", 180_000]],
};

const nobody: Pick<SqlQueryable, "provider" | "adapterName" | "queryRaw" | "executeRaw"> = { provider: "postgres", adapterName: "none", queryRaw: async () => VERSION, executeRaw: async () => 0 };
const refuse = (): never => {
  throw new Error("There is no server here: this only writes down what a schema needs.");
};
const connection = { ...nobody, executeScript: async () => refuse(), startTransaction: async () => refuse(), dispose: async () => undefined };
const server: SqlDriverAdapterFactory & { connectToShadowDb(): Promise<typeof connection> } = { provider: "postgres", adapterName: "none", connect: async () => connection, connectToShadowDb: async () => connection };

/** Prisma asks a server for its version even to say what a schema needs, which takes no server. */
export default defineConfig({
  schema: fileURLToPath(new URL("../../prisma/postgres/schema.prisma", import.meta.url)),
  engine: "js",
  experimental: { adapter: true },
  adapter: async () => server,
});
