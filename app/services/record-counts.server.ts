import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import type { CounterChange } from "~/domain/statistics/metric";

/**
 * Counts in the transaction that caused it (R2). Changes of the same counter become one row; a fold adds the rows up
 * later, and readers add what is pending.
 */
export async function recordCounts(tx: WriteStatements, newId: () => string, shopId: number, changes: readonly CounterChange[]): Promise<void> {
  const sums = new Map<string, CounterChange>();
  for (const change of changes) {
    const key = [change.scenarioId, change.versionId, change.stepId, change.channel, change.reason, change.metric, change.day].join("\n");
    const sum = sums.get(key);
    sums.set(key, sum ? { ...sum, value: sum.value + change.value } : change);
  }
  const rows = [...sums.values()].filter(({ value }) => value !== 0).map(({ scenarioId, versionId, stepId, channel, reason, metric, day, value }) => ({
    shopId, id: newId(), scenarioId, versionId, stepId, channel, reason, metric, day, value,
  }));
  await insertRows(tx.acrossShops, "CounterDelta", rows);
}
