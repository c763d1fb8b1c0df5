import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { ShopTable } from "~/adapters/db/shop-statements.server";

/** Whether the customer of the row `"Customer"` has a row of the table, called `of`, for which `where` holds. */
export function rowsOf(table: Extract<ShopTable, string> | (string & {}), shopId: number, where: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select 1 from ${sql.table(table)} of where of."shopId" = ${shopId} and of."customerId" = "Customer"."id" and ${where})`;
}
