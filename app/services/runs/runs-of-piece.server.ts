import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";

/**
 * A list `piece("shopId", "id")` to stand in a WITH and be joined with "Run" by both: by an IN, PostgreSQL reads the whole shop for each piece
 * as long as it has no statistics of a table that grew fast.
 */
export const runsOfPiece = (db: Pick<Statements, "dialect">, shopId: number, ids: readonly string[]): RawBuilder<unknown> =>
  sql`piece("shopId", "id") as (${valueRows(db.dialect, ["bigint", "text"], ids.map((id) => [shopId, id]))})`;

/** That a run stands in one of these steps. */
export const standsIn = (stepIds: readonly string[]): RawBuilder<SqlBool> => (stepIds.length === 0 ? sql`1 = 0` : sql`"Run"."stepId" in (${sql.join([...stepIds])})`);
