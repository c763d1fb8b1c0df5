import { appendFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { pino } from "pino";
import { MovableClock } from "~/adapters/clock/movable-clock";
import type { Database } from "~/adapters/db/database.server";
import { newId } from "~/adapters/db/new-id.server";
import type { Instant } from "~/domain/instant";
import { countersWork } from "~/runtime/counters.server";
import { idleClocksWork } from "~/runtime/runs/idle-clocks.server";
import { runsWork } from "~/runtime/runs/runs.server";
import { wakeRunsAfterOutcome } from "~/runtime/runs/wake-runs.server";

/** What a process does from its start until nothing is due at `now`. The provider is a file: a line for each hand-over, the idempotency key. */
export async function doAllThatIsDue(db: Database, now: Instant, provider: string): Promise<void> {
  const context = { db, clock: new MovableClock(now, true), newId, log: pino({ level: "silent" }), wake: { wake: () => undefined } };
  const works = [idleClocksWork(context), runsWork(context, { soleOwner: true }), countersWork(db)];
  let done: number;
  do {
    done = 0;
    for (const work of works) done += await work.runDue();
    done += await handOver(db, now, provider);
  } while (done > 0);
}

/** Hands messages over and saves each outcome afterwards, as any sender must: between the two lies the crash that matters. */
async function handOver(db: Database, now: Instant, provider: string): Promise<number> {
  const queued = await db.acrossShops.selectFrom("Message").select(["shopId", "id", "runId", "effectId"]).where("status", "=", "queued").orderBy("id").execute();
  for (const { shopId, id, runId, effectId } of queued) {
    appendFileSync(provider, `${effectId}\n`);
    await setImmediate();
    await db.write(async (tx) => {
      await tx.forShop(shopId).updateTable("Message").set({ status: "handed-over", dueAt: null, handedOverAt: now }).where("id", "=", id).execute();
      await wakeRunsAfterOutcome(tx, shopId, now, [runId]);
    });
  }
  return queued.length;
}
