import type SQLite from "better-sqlite3";
import type { SqliteDatabase } from "kysely";

const MOST_KEPT = 500;
/** Longer texts are rare and would keep much memory. */
const LONGEST_KEPT = 100_000;

/**
 * A connection whose statements are prepared once for each text: parsing a statement of many rows takes longer than
 * running it. The one used longest ago gives way. A statement runs to its end before the next use, so it is not for streams.
 */
export function withPreparedStatements(connection: SQLite.Database): SqliteDatabase {
  const kept = new Map<string, SQLite.Statement<unknown[]>>();
  return {
    close: () => void connection.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known) {
        kept.delete(text);
        kept.set(text, known);
        return known;
      }
      const statement = connection.prepare<unknown[]>(text);
      if (text.length > LONGEST_KEPT) return statement;
      kept.set(text, statement);
      if (kept.size > MOST_KEPT) {
        const [oldest] = kept.keys();
        if (oldest !== undefined) kept.delete(oldest);
      }
      return statement;
    },
  };
}
