import { PrismaBetterSQLite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import type { Database } from "./database.server";
import { PrismaClient } from "./generated/prisma/client";
import { PrismaClient as PostgresClient } from "./generated/prisma-postgres/client";
import { isPostgresUrl } from "./open-database.server";

const READS = new Set(["findUnique", "findUniqueOrThrow", "findFirst", "findFirstOrThrow", "findMany", "count", "aggregate", "groupBy"]);
/** Sessions are read once a page. */
const POSTGRES_CONNECTIONS = 3;

/**
 * Prisma's client for the Shopify session store. It has connections of its own, so on SQLite its writes take their turn
 * with the one writer: two write transactions on one thread would wait for each other until SQLITE_BUSY.
 */
export function openPrismaClient(url: string, db: Database) {
  return isPostgresUrl(url) ? new PostgresClient({ adapter: new PrismaPg({ connectionString: url, max: POSTGRES_CONNECTIONS }) }) : openSqliteClient(url, db);
}

function openSqliteClient(url: string, db: Database) {
  const client = new PrismaClient({ adapter: new PrismaBetterSQLite3({ url }) });
  return client.$extends({
    query: {
      $allOperations: ({ operation, args, query }) =>
        READS.has(operation) ? query(args) : db.exclusive(async () => query(args)),
    },
  });
}

export type Prisma = ReturnType<typeof openPrismaClient>;
