import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import pg from "pg";
import { storableText } from "./storable-text";

const { builtins } = pg.types;
const MOST_TEXTS_KEPT = 500;

/** Counts and money come as numbers, as from SQLite; the columns hold nothing beyond 2^53. */
export const numbersFromPostgres = {
  getTypeParser: (oid: number, format?: "text" | "binary") => (oid === builtins.INT8 || oid === builtins.NUMERIC ? Number : pg.types.getTypeParser(oid, format as "text")),
} as pg.CustomTypesConfig;

/**
 * A pool that takes statements as SQLite does: those handed over as text may say `?` for each value, and a value that is
 * a text keeps no NUL character, which PostgreSQL refuses.
 */
export function takingStatementsAsText(pool: pg.Pool): PostgresPool {
  const numberedTexts = new Map<string, string>();
  const numbered = (text: string): string => {
    const known = numberedTexts.get(text);
    if (known !== undefined) return known;
    let place = 0;
    const made = text.replace(/\?/g, () => `$${++place}`);
    if (numberedTexts.size < MOST_TEXTS_KEPT) numberedTexts.set(text, made);
    return made;
  };
  return {
    options: pool.options,
    async connect(): Promise<PostgresPoolClient> {
      const client = await pool.connect();
      return {
        query<R>(text: unknown, values: readonly unknown[] = []) {
          if (typeof text !== "string") throw new Error("Rows are read whole here; there are no cursors.");
          const said = values.length > 0 && !text.includes("$1") ? numbered(text) : text;
          return client.query(said, values.map(storable)) as Promise<PostgresQueryResult<R>> & never;
        },
        release: (discarded?: boolean) => client.release(discarded),
      };
    },
    end: () => pool.end(),
  };
}

function storable(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  return Array.isArray(value) ? value.map(storable) : value;
}
