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
  await insertAll(connection, table, rows, options.merge ?? (options.ifTaken === "skip" ? SKIPPING : ""));
}

/** `insertRows` that leaves out rows that meet a unique key, and answers the ids of those that met none. */
export async function insertNewRows<T extends keyof DB & string>(connection: Kysely<DB>, table: T, rows: readonly (Insertable<DB[T]> & { id: string })[]): Promise<ReadonlySet<string>> {
  return new Set((await insertAll(connection, table, rows, `${SKIPPING} returning "id"`)).map(({ id }) => id));
}

const SKIPPING = "on conflict do nothing";

async function insertAll<T extends keyof DB & string>(connection: Kysely<DB>, table: T, rows: readonly Insertable<DB[T]>[], end: string): Promise<{ id: string }[]> {
  const [first] = rows;
  if (!first) return [];
  const columns = Object.keys(first) as (keyof Insertable<DB[T]> & string)[];
  const names = columns.map((column) => `"${column}"`).join(",");
  if (connection.getExecutor().adapter instanceof PostgresAdapter) {
    // The table's own row type says the types of the columns.
    const statement = `insert into "${table}" (${names}) select ${names} from json_populate_recordset(cast(null as "${table}"), cast(? as json)) ${end}`;
    return (await connection.executeQuery<{ id: string }>(CompiledQuery.raw(statement, [storableJson(rows)]))).rows;
  }
  const row = `(${columns.map(() => "?").join(",")})`;
  const answered: { id: string }[] = [];
  for (const piece of sqlite.pieces(rows)) {
    const values: unknown[] = [];
    for (const each of piece) for (const column of columns) values.push(each[column]);
    const { rows: inserted } = await connection.executeQuery<{ id: string }>(CompiledQuery.raw(`insert into "${table}" (${names}) values ${piece.map(() => row).join(",")} ${end}`, values));
    answered.push(...inserted);
  }
  return answered;
}
