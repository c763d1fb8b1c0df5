import type { CounterChange } from "~/domain/statistics/metric";
import type { Turn } from "./advance-batch.server";

/**
 * What a turn changes in the counters (R2). A run and its way through the steps count for the version it entered by, so
 * that for each version Started = Active + Removed + Completed and, for each step, Arrived = Standing + Left + Removed here. Whom a step unsubscribes counts
 * for that step (R29).
 */
export function countsOfTurn({ row, run, visits, changes: made }: Pick<Turn, "row" | "run" | "visits" | "changes">, day: string): CounterChange[] {
  const of = (metric: CounterChange["metric"], stepId = "", reason = ""): CounterChange => ({
    scenarioId: row.scenarioId, versionId: row.versionId, stepId, channel: "", reason, metric, day, value: 1,
  });
  const changes: CounterChange[] = [];
  for (const { stepId, seq, branch } of visits) {
    if (seq > row.seq) changes.push(of("arrived", stepId));
    changes.push(branch === null ? of("removed-here", stepId, run.reason ?? "") : of("left", stepId));
  }
  if (run.status === "active" && run.stepId !== null && run.seq > row.seq) changes.push(of("arrived", run.stepId));
  for (const change of made) {
    if (change.kind === "withdraw-consents" && change.counts) changes.push({ ...of("unsubscribed", change.stepId, "scenario"), channel: change.from === "all" ? "" : change.from });
  }
  if (run.status === "completed") changes.push(of("completed"));
  if (run.status === "removed") changes.push(of("removed", "", run.reason ?? ""));
  return changes;
}
