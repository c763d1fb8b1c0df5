import { PrismaBetterSQLite3 } from "@prisma/adapter-better-sqlite3";
import type { Database } from "./database.server";
import { PrismaClient } from "./generated/prisma/client";

const READS = new Set(["findUnique", "findUniqueOrThrow", "findFirst", "findFirstOrThrow", "findMany", "count", "aggregate", "groupBy"]);

/**
 * Prisma's client for the Shopify session store. It has a connection of its own, so its writes take their turn with the
 * one writer: two write transactions on one thread would wait for each other until SQLITE_BUSY.
 */
export function openPrismaClient(url: string, db: Database) {
  const client = new PrismaClient({ adapter: new PrismaBetterSQLite3({ url }) });
  return client.$extends({
    query: {
      $allOperations: ({ operation, args, query }) =>
        READS.has(operation) ? query(args) : db.exclusive(async () => query(args)),
    },
  });
}

export type Prisma = ReturnType<typeof openPrismaClient>;
