import { sql, type RawBuilder } from "kysely";
import type { Dialect, ValueType } from "./dialect";

/**
 * A list of rows as a query, to be joined with or looked up in. Where a table is joined with it, let the list carry the shop's id and compare both parts of the key with the list: while
 * PostgreSQL has not yet counted a table that grows fast, it takes a shop for a handful of rows, and would go through all of them for each row of the list.
 */
export function valueRows(dialect: Dialect, types: readonly ValueType[], rows: readonly (readonly unknown[])[]): RawBuilder<unknown> {
  const { text, values } = dialect.list(types, rows);
  const parts = text.split("?");
  return sql.join(parts.flatMap((part, place) => (place < values.length ? [sql.raw(part), sql.val(values[place])] : [sql.raw(part)])), sql``);
}
