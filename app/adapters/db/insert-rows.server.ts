import { CompiledQuery, type Insertable, type Kysely } from "kysely";
import type { DB } from "./generated/tables";

/** Below SQLite's limit of 32,766 variables a statement. */
const VARIABLES_PER_STATEMENT = 30_000;
const ROWS_PER_STATEMENT = 500;

/**
 * Inserts many rows in as few statements as the database's limit of variables allows, past the query builder, which
 * costs more than the insert itself. All rows carry the columns of the first. `ifTaken: "skip"` leaves out rows that
 * meet a unique key and answers nothing about them.
 */
export async function insertRows<T extends keyof DB & string>(
  connection: Kysely<DB>,
  table: T,
  rows: readonly Insertable<DB[T]>[],
  options: { ifTaken?: "skip" } = {},
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first) as (keyof Insertable<DB[T]>)[];
  const size = Math.min(ROWS_PER_STATEMENT, Math.floor(VARIABLES_PER_STATEMENT / columns.length));
  for (let start = 0; start < rows.length; start += size) {
    const chunk = rows.slice(start, start + size);
    const values: unknown[] = [];
    for (const row of chunk) for (const column of columns) values.push(row[column]);
    await connection.executeQuery(CompiledQuery.raw(statement(table, columns.map(String), chunk.length, options.ifTaken === "skip"), values));
  }
}

function statement(table: string, columns: readonly string[], rows: number, skip: boolean): string {
  const row = `(${columns.map(() => "?").join(",")})`;
  const names = columns.map((column) => `"${column}"`).join(",");
  return `insert into "${table}" (${names}) values ${Array.from({ length: rows }, () => row).join(",")}${skip ? " on conflict do nothing" : ""}`;
}
