import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { ServiceContext } from "~/app-context";
import { scenarioDefinitionSchema } from "~/domain/scenario/definition";
import { shopDay } from "~/domain/schedule/shop-day";
import type { CounterChange } from "~/domain/statistics/metric";
import type { ShopRow } from "~/queries/shop.server";
import { recordCounts } from "~/services/record-counts.server";
import { lettersOf } from "./letters-of.server";
import type { WhichLetters } from "./which-letters";

type RetryContext = Pick<ServiceContext, "db" | "clock" | "newId" | "wake">;

/**
 * Puts runs that were set aside back where they stood and lets them be looked at at once; they leave the counts of the
 * removed. Where a scenario has a customer inside once (R5) and she is inside again by now, or that was deleted, that run stays set aside.
 */
export async function retrySetAside(context: RetryContext, shop: Pick<ShopRow, "id" | "timeZone">, which: WhichLetters): Promise<void> {
  const now = context.clock.now();
  const tried = new Set<string>();
  for (;;) {
    const piece = (await lettersOf(context.db, shop.id, "run", which)).filter((id) => !tried.has(id));
    if (piece.length === 0) break;
    await context.db.write((tx) => putBack(tx, context, shop, piece, now));
    for (const id of piece) tried.add(id);
    await setImmediate();
  }
  context.wake.wake("runs");
}

async function putBack(tx: WriteStatements, { newId }: RetryContext, shop: Pick<ShopRow, "id" | "timeZone">, ids: readonly string[], now: number): Promise<void> {
  const own = tx.forShop(shop.id);
  const runs = await own.selectFrom("Run").select(["id", "scenarioId", "versionId", "customerId", "stepId", "endedAt"]).where("id", "in", ids).where("reason", "=", "set-aside").execute();
  if (runs.length === 0) return;
  const rows = await own.selectFrom("Scenario").select(["id", "definition"]).where("id", "in", [...new Set(runs.map(({ scenarioId }) => scenarioId))]).where("status", "!=", "deleted").execute();
  const there = new Set(rows.map(({ id }) => id));
  const severalInside = new Set(rows.filter(({ definition }) => scenarioDefinitionSchema.parse(JSON.parse(definition)).settings.reentry.whileInside === "new-instance").map(({ id }) => id));
  for (const { id, scenarioId, versionId, customerId, stepId, endedAt } of runs) {
    if (!there.has(scenarioId)) continue;
    const activeKey = severalInside.has(scenarioId) ? id : "inside";
    const { numAffectedRows } = await sql`
      update "Run" set "status" = 'active', "reason" = null, "activeKey" = ${activeKey}, "dueAt" = ${now}, "endedAt" = null, "recovered" = 0, "leaseOwner" = null, "leaseUntil" = null
      where "shopId" = ${shop.id} and "id" = ${id} and "status" = 'removed' and "reason" = 'set-aside' and not exists (
        select 1 from "Run" as o where o."shopId" = ${shop.id} and o."scenarioId" = ${scenarioId} and o."customerId" = ${customerId} and o."activeKey" = ${activeKey})`.execute(tx.acrossShops);
    if (numAffectedRows !== 1n) continue;
    await own.deleteFrom("StepVisit").where("runId", "=", id).where("branch", "is", null).execute();
    const removed: CounterChange = { scenarioId, versionId, stepId: "", channel: "", reason: "set-aside", metric: "removed", day: shopDay(endedAt ?? now, shop.timeZone), value: -1 };
    await recordCounts(tx, newId, shop.id, stepId === null ? [removed] : [removed, { ...removed, stepId, metric: "removed-here" }]);
  }
}
