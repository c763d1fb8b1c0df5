import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Span } from "~/domain/segment/period";

/** Whether the instant in the column lies in the span. */
export function within(column: RawBuilder<unknown>, { from, before }: Span): RawBuilder<SqlBool> {
  if (from !== null && before !== null) return sql<SqlBool>`${column} >= ${from} and ${column} < ${before}`;
  if (from !== null) return sql<SqlBool>`${column} >= ${from}`;
  return before === null ? sql<SqlBool>`${column} is not null` : sql<SqlBool>`${column} < ${before}`;
}
