import { sql, type RawBuilder } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";

export interface ActiveRun {
  id: string;
  scenarioId: string;
  customerId: string;
  factKey: string;
  /** JSON, context of the trigger. */
  context: string;
  enteredAt: Instant;
}

type Reading = Pick<Statements, "acrossShops" | "dialect">;

/** The active runs of customers in these scenarios, oldest first within a customer. */
export async function activeRunsOf(db: Reading, shopId: number, customerIds: readonly string[], scenarioIds: readonly string[]): Promise<ActiveRun[]> {
  if (scenarioIds.length === 0) return [];
  const runs: ActiveRun[] = [];
  for (const piece of chunksOf([...new Set(customerIds)], 500)) runs.push(...(await activeRuns(db, shopId, piece, scenarioIds).execute(db.acrossShops)).rows);
  return runs;
}

/** Found by the customer and then by the scenario: PostgreSQL could go through all that are or were inside it. A run has a key as long as it is active. */
export const activeRuns = (db: Pick<Statements, "dialect">, shopId: number, customerIds: readonly string[], scenarioIds: readonly string[]): RawBuilder<ActiveRun> => sql`
  with v("shopId", "customerId") as (${valueRows(db.dialect, ["bigint", "text"], customerIds.map((id) => [shopId, id]))})
  select r."id" as "id", r."scenarioId" as "scenarioId", r."customerId" as "customerId", r."factKey" as "factKey", r."context" as "context", r."enteredAt" as "enteredAt" from v
  ${db.dialect.lookUp("join", "Run", "r", sql`r."shopId" = v."shopId" and r."customerId" = v."customerId" and r."activeKey" is not null`, "all")}
  where r."scenarioId" in (${sql.join([...scenarioIds])})
  order by r."enteredAt", r."id"`;
