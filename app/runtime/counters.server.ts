import { setImmediate } from "node:timers/promises";
import { sql, type Selectable } from "kysely";
import type { Database, WriteStatements } from "~/adapters/db/database.server";
import type { CounterDelta } from "~/adapters/db/generated/tables";
import type { Work } from "./work";

const PIECE = 1_000;
const ROWS_PER_STATEMENT = 100;

/**
 * Adds up the changes of counters that lie waiting, a piece at a time. Nothing waits for it: readers add what is
 * pending, so it runs with the sweep and is never woken.
 */
export function countersWork(db: Database): Work {
  return {
    name: "counters",
    async runDue() {
      const waiting = await db.acrossShops.selectFrom("CounterDelta").select("shopId").limit(1).executeTakeFirst();
      if (!waiting) return 0;
      const folded = await db.write((tx) => foldCounters(tx, waiting.shopId), { sideBySide: true, redone: true });
      await setImmediate();
      return folded;
    },
    async nextDueAt() {
      return null;
    },
  };
}

/** Moves one piece of a shop's pending changes into the counters, in one transaction: no reader sees a change twice or not at all. */
async function foldCounters(tx: WriteStatements, shopId: number): Promise<number> {
  const { rows } = await sql<Selectable<CounterDelta>>`
    with picked as materialized (select "shopId", "id" from "CounterDelta" where "shopId" = ${shopId} order by "id" limit ${PIECE} ${tx.dialect.skipLocked})
    delete from "CounterDelta" where ("shopId", "id") in (select "shopId", "id" from picked) returning *`.execute(tx.acrossShops);
  const sums = new Map<string, Omit<Selectable<CounterDelta>, "id">>();
  for (const { id: _, ...delta } of rows) {
    const key = [delta.scenarioId, delta.versionId, delta.stepId, delta.channel, delta.reason, delta.metric, delta.day].join("\n");
    const sum = sums.get(key);
    if (sum) sum.value += delta.value;
    else sums.set(key, delta);
  }
  // In one order, so that two who fold at once do not wait for each other.
  const counters = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
  for (let start = 0; start < counters.length; start += ROWS_PER_STATEMENT) {
    await tx.forShop(shopId).insertInto("Counter").values(counters.slice(start, start + ROWS_PER_STATEMENT))
      .onConflict((conflict) => conflict.columns(["shopId", "scenarioId", "versionId", "stepId", "channel", "reason", "metric", "day"])
        .doUpdateSet({ value: sql<number>`"Counter"."value" + excluded."value"` }))
      .execute();
  }
  return rows.length;
}
