import type { WriteStatements } from "~/adapters/db/database.server";
import type { RemovalReason } from "~/domain/engine/run";
import { shopDay } from "~/domain/schedule/shop-day";
import type { CounterChange } from "~/domain/statistics/metric";
import { closeRuns } from "./close-runs.server";
import { recordCounts } from "~/services/record-counts.server";
import type { WriteDeps } from "~/services/write-deps";

/** Removes active runs for a reason and counts it (R2 "Removed by reason"). Answers how many were active; at most 500 ids a call. */
export async function endRuns(
  tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, runIds: readonly string[], reason: Exclude<RemovalReason, "replaced">,
): Promise<number> {
  const closed = await closeRuns(tx, deps, shop.id, runIds, reason);
  const day = shopDay(deps.now, shop.timeZone);
  await recordCounts(tx, deps.newId, shop.id, closed.flatMap(({ scenarioId, versionId, stepId }): CounterChange[] => {
    const removed: CounterChange = { scenarioId, versionId, stepId: "", channel: "", reason, metric: "removed", day, value: 1 };
    return stepId === null ? [removed] : [removed, { ...removed, stepId, metric: "removed-here" }];
  }));
  return closed.length;
}
