import type { WriteStatements } from "~/adapters/db/database.server";
import { shopDay } from "~/domain/schedule/shop-day";
import type { CounterChange } from "~/domain/statistics/metric";
import { closeRuns } from "./close-runs.server";
import { recordCounts } from "~/services/record-counts.server";
import type { WriteDeps } from "~/services/write-deps";

/**
 * R5 "move to start": ends runs as "replaced". They leave all counts of runs and steps, on the days on which they were
 * counted, so that Started stays one when the new run enters. What they sent stays counted.
 */
export async function replaceRuns(tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, runIds: readonly string[]): Promise<void> {
  const closed = await closeRuns(tx, deps, shop.id, runIds, "replaced");
  if (closed.length === 0) return;
  const left = await tx.forShop(shop.id).selectFrom("StepVisit").select(["runId", "stepId", "enteredAt", "leftAt"])
    .where("runId", "in", closed.map(({ id }) => id)).where("branch", "is not", null).execute();
  const versions = new Map(closed.map(({ id, scenarioId, versionId }) => [id, { scenarioId, versionId }]));

  const changes = closed.flatMap(({ scenarioId, versionId, stepId, enteredAt, enteredStepAt }): CounterChange[] => {
    const started: CounterChange = { scenarioId, versionId, stepId: "", channel: "", reason: "", metric: "started", day: shopDay(enteredAt, shop.timeZone), value: -1 };
    return stepId === null ? [started] : [started, { ...started, stepId, metric: "arrived", day: shopDay(enteredStepAt, shop.timeZone) }];
  });
  for (const { runId, stepId, enteredAt, leftAt } of left) {
    const version = versions.get(runId);
    if (!version) continue;
    const arrived: CounterChange = { ...version, stepId, channel: "", reason: "", metric: "arrived", day: shopDay(enteredAt, shop.timeZone), value: -1 };
    changes.push(arrived, { ...arrived, metric: "left", day: shopDay(leftAt, shop.timeZone) });
  }
  await recordCounts(tx, deps.newId, shop.id, changes);
}
