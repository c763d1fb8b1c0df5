import { sql, type RawBuilder } from "kysely";
import type { Dialect, ValueType } from "./dialect";

/**
 * `values (…), (…)`, to be joined with or looked up in. The first row says the types of the columns, which PostgreSQL does
 * not guess from the places of values; the others follow it.
 */
export function valueRows({ typed }: Dialect, types: readonly ValueType[], rows: readonly (readonly unknown[])[]): RawBuilder<unknown> {
  const [first = [], ...others] = rows;
  const head = sql`(${sql.join(first.map((value, column) => typed(value, types[column] ?? "text")))})`;
  return sql`values ${sql.join([head, ...others.map((row) => sql`(${sql.join(row)})`)])}`;
}
