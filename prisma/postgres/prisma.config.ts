import { fileURLToPath } from "node:url";
import { PrismaPg } from "prisma-adapter-pg-migrate";
import { defineConfig } from "prisma/config";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const url = process.env["DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/scenarios";
process.env["DATABASE_URL"] = url;

/** The adapter is a newer one than at run time: the migration engine reads PostgreSQL's type "name", which the older does not know. */
export default defineConfig({
  schema: at("./schema.prisma"),
  migrations: { path: at("./migrations") },
  engine: "js",
  experimental: { adapter: true },
  adapter: async () => new PrismaPg({ connectionString: url }),
});
