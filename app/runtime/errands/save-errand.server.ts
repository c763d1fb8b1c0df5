import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { ErrandOutcome } from "~/domain/errand/errand";
import type { Instant } from "~/domain/instant";
import { shopDay } from "~/domain/schedule/shop-day";
import { wakeRunsAfterOutcome } from "~/runtime/runs/wake-runs.server";
import { recordCounts } from "~/services/record-counts.server";
import type { ErrandRow } from "./errand-doer";

export interface SettledErrand extends ErrandOutcome {
  error: string | null;
}

const METRIC = { done: "errands-done", failed: "errands-failed", unknown: "errands-unknown" } as const;
/** What is kept of the other side's words. */
const MOST_WORDS = 500;

/**
 * Saves how an errand ended, its run's wake-up and the counters, all in the caller's transaction. Who holds it no more
 * saves nothing. Of a customer who was redacted meanwhile no result is kept. The caller wakes "runs" after the commit.
 */
export async function settleErrand(
  tx: WriteStatements, deps: { newId(): string }, shop: { id: number; timeZone: string }, now: Instant, errand: ErrandRow, { status, reason, error, result }: SettledErrand,
): Promise<boolean> {
  const saved = await tx.forShop(shop.id).updateTable("Errand").set({
    status, reason, nextTryAt: null, leaseOwner: null, leaseUntil: null, settledAt: now,
    ...wordsKept(error, result),
  }).where("id", "=", errand.id).where("status", "=", "under-way").where("leaseOwner", "=", errand.leaseOwner).executeTakeFirst();
  if (saved.numUpdatedRows === 0n) return false;
  if (status !== "cancelled") {
    await recordCounts(tx, deps.newId, shop.id, [{
      scenarioId: errand.scenarioId, versionId: errand.versionId, stepId: errand.stepId, channel: "", reason: reason ?? "", metric: METRIC[status], day: shopDay(now, shop.timeZone), value: 1,
    }]);
  }
  if (errand.retriedAt === null) await wakeRunsAfterOutcome(tx, shop.id, now, [errand.runId]);
  return true;
}

/** Gives it back until the next try, where an exit of its run can cancel it unless a try was `unheard`. */
export async function postponeErrand(tx: WriteStatements, shopId: number, errand: ErrandRow, nextTryAt: Instant, { unheard, error, result }: { unheard: boolean; error: string | null; result: unknown }): Promise<void> {
  await tx.forShop(shopId).updateTable("Errand").set({ status: "queued", unheard: unheard ? 1 : 0, nextTryAt, leaseOwner: null, leaseUntil: null, ...wordsKept(error, result) })
    .where("id", "=", errand.id).where("status", "=", "under-way").where("leaseOwner", "=", errand.leaseOwner).execute();
}

function wordsKept(error: string | null, result: unknown) {
  const text = result === null || result === undefined ? null : JSON.stringify(result);
  return {
    error: sql<string | null>`case when "payload" is null and "preparedAt" is not null then null else cast(${error?.slice(0, MOST_WORDS) ?? null} as text) end`,
    result: sql<string | null>`case when "payload" is null then null else cast(${text} as text) end`,
  };
}
