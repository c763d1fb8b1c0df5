import { sql, type RawBuilder } from "kysely";

export type ValueType = "text" | "bigint";

/**
 * `values (…), (…)`, to be joined with or looked up in. The first row says the types of the columns, which PostgreSQL does
 * not guess from the places of values; the others follow it.
 */
export function valueRows(types: readonly ValueType[], rows: readonly (readonly unknown[])[]): RawBuilder<unknown> {
  const [first = [], ...others] = rows;
  const typed = sql`(${sql.join(first.map((value, column) => sql`cast(${value} as ${sql.raw(types[column] ?? "text")})`))})`;
  return sql`values ${sql.join([typed, ...others.map((row) => sql`(${sql.join(row)})`)])}`;
}
