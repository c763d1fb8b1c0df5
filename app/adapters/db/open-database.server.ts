import type { Logger } from "pino";
import type { Database } from "./database.server";
import { openPostgresDatabase } from "./postgres-database.server";
import { openSqliteDatabase } from "./sqlite-database.server";

/** Whether a URL names a PostgreSQL database; all others are `file:PATH`, SQLite's. */
export const isPostgresUrl = (url: string): boolean => /^postgres(ql)?:\/\//.test(url);

/** Opens the database that the URL names. It must have been migrated. */
export function openDatabase(url: string, log: Pick<Logger, "warn">): Database {
  return isPostgresUrl(url) ? openPostgresDatabase(url, log) : openSqliteDatabase(url);
}
