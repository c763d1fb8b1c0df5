import { CompiledQuery, PostgresAdapter, type Insertable, type Kysely } from "kysely";
import { sqlite } from "./dialect";
import type { DB } from "./generated/tables";
import { storableJson } from "./storable-text";

/**
 * Inserts many rows in few statements, past the query builder, which costs more than the insert itself: on SQLite by pieces of few sizes, on PostgreSQL by one
 * statement whatever the number of rows. All rows carry the columns of the first. `ifTaken: "skip"` leaves out rows that meet a unique key and answers nothing about them;
 * `merge` is the ON CONFLICT clause that says what becomes of such a row: then no two rows may have the same key, and they come in its order, so that two writers never wait for each other.
 */
export async function insertRows<T extends keyof DB & string>(
  connection: Kysely<DB>,
  table: T,
  rows: readonly Insertable<DB[T]>[],
  options: { ifTaken?: "skip"; merge?: string } = {},
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first) as (keyof Insertable<DB[T]> & string)[];
  const names = columns.map((column) => `"${column}"`).join(",");
  const end = options.merge === undefined ? (options.ifTaken === "skip" ? " on conflict do nothing" : "") : ` ${options.merge}`;
  if (connection.getExecutor().adapter instanceof PostgresAdapter) {
    // The table's own row type says the types of the columns.
    await connection.executeQuery(CompiledQuery.raw(`insert into "${table}" (${names}) select ${names} from json_populate_recordset(cast(null as "${table}"), cast(? as json))${end}`, [storableJson(rows)]));
    return;
  }
  const row = `(${columns.map(() => "?").join(",")})`;
  for (const piece of sqlite.pieces(rows)) {
    const values: unknown[] = [];
    for (const each of piece) for (const column of columns) values.push(each[column]);
    await connection.executeQuery(CompiledQuery.raw(`insert into "${table}" (${names}) values ${piece.map(() => row).join(",")}${end}`, values));
  }
}
