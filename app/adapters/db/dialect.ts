import { sql, type RawBuilder } from "kysely";

export type ValueType = "text" | "bigint";

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
  /**
   * A value of the first row of a VALUES list, which says the types of the columns to PostgreSQL. SQLite is not told: knowing a type it would index
   * the list and walk through the table, in place of looking up each row of the list in the table.
   */
  typed(value: unknown, type: ValueType): RawBuilder<unknown>;
  /** The same in a statement written as text. */
  typedPlace(type: ValueType): string;
  /** Where a row lies, to name the rows of a piece of a table whatever its key. Say the shop beside it: it is unique in a partition only. */
  place: RawBuilder<unknown>;
}

/** One writer at a time: what it reads stays as it is without locks. */
export const sqlite: Dialect = { name: "sqlite", skipLocked: sql``, locked: sql``, lockedShared: sql``, json: (column) => column, typed: (value) => sql`${value}`, typedPlace: () => "?", place: sql.ref("rowid") };

export const postgres: Dialect = { name: "postgres", skipLocked: sql`for update skip locked`, locked: sql`for update`, lockedShared: sql`for share`, json: (column) => sql`cast(${column} as json)`, typed: (value, type) => sql`cast(${value} as ${sql.raw(type)})`, typedPlace: (type) => `cast(? as ${type})`, place: sql.ref("ctid") };
