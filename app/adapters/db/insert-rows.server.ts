import { CompiledQuery, type Insertable, type Kysely } from "kysely";
import type { DB } from "./generated/tables";

/** Few sizes, so that few statements are prepared and all stay prepared; each is far below SQLite's limit of 32,766 variables. */
const SIZES = [64, 8, 1] as const;

/**
 * Inserts many rows in few statements, past the query builder, which costs more than the insert itself. All rows carry the columns of the first. `ifTaken: "skip"` leaves out rows that
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
  for (const chunk of inSizes(rows)) {
    const values: unknown[] = [];
    for (const row of chunk) for (const column of columns) values.push(row[column]);
    await connection.executeQuery(CompiledQuery.raw(statement(table, columns.map(String), chunk.length, options.ifTaken === "skip"), values));
  }
}

/** Cuts a list into pieces of a few fixed sizes, the largest first. */
export function inSizes<T>(list: readonly T[]): T[][] {
  const pieces: T[][] = [];
  let start = 0;
  for (const size of SIZES) {
    for (; list.length - start >= size; start += size) pieces.push(list.slice(start, start + size));
  }
  return pieces;
}

function statement(table: string, columns: readonly string[], rows: number, skip: boolean): string {
  const row = `(${columns.map(() => "?").join(",")})`;
  const names = columns.map((column) => `"${column}"`).join(",");
  return `insert into "${table}" (${names}) values ${Array.from({ length: rows }, () => row).join(",")}${skip ? " on conflict do nothing" : ""}`;
}
