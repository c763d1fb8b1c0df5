import { sql, type RawBuilder } from "kysely";

/** What the databases say differently. Statements put it in where it belongs and never ask which database it is. */
export interface Dialect {
  name: "sqlite" | "postgres";
  /** Ends a SELECT of rows to claim: takes them, leaving out what another writer holds. */
  skipLocked: RawBuilder<unknown>;
  /** Ends a SELECT of rows about which this transaction decides: nobody changes them until it is done. */
  locked: RawBuilder<unknown>;
  /** Ends a SELECT of rows on which this transaction relies: nobody changes them until it is done, others may rely on them too. */
  lockedShared: RawBuilder<unknown>;
  /** A column of JSON text, to be asked with `->>`. */
  json(column: RawBuilder<unknown>): RawBuilder<unknown>;
  /** Where a row lies, to name the rows of a piece of a table whatever its key. Say the shop beside it: it is unique in a partition only. */
  place: RawBuilder<unknown>;
}

/** One writer at a time: what it reads stays as it is without locks. */
export const sqlite: Dialect = { name: "sqlite", skipLocked: sql``, locked: sql``, lockedShared: sql``, json: (column) => column, place: sql.ref("rowid") };

export const postgres: Dialect = { name: "postgres", skipLocked: sql`for update skip locked`, locked: sql`for update`, lockedShared: sql`for share`, json: (column) => sql`cast(${column} as json)`, place: sql.ref("ctid") };
