import { appendFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { pino } from "pino";
import { MovableClock } from "~/adapters/clock/movable-clock";
import type { Database } from "~/adapters/db/database.server";
import { newId } from "~/adapters/db/new-id.server";
import type { Instant } from "~/domain/instant";
import { countersWork } from "~/runtime/counters.server";
import type { ErrandDoer } from "~/runtime/errands/errand-doer";
import { errandsWork } from "~/runtime/errands/errands.server";
import { idleClocksWork } from "~/runtime/runs/idle-clocks.server";
import { schedulesWork } from "~/runtime/schedules/schedules.server";
import { segmentWatchesWork } from "~/runtime/schedules/segment-watches.server";
import { runsWork } from "~/runtime/runs/runs.server";
import { wakeRunsAfterOutcome } from "~/runtime/runs/wake-runs.server";

/** What a process does from its start until nothing is due at `now`. The provider is a file: a line for each hand-over, the idempotency key. */
export async function doAllThatIsDue(db: Database, now: Instant, provider: string): Promise<void> {
  const context = { db, clock: new MovableClock(now, true), newId, log: pino({ level: "silent" }), wake: { wake: () => undefined } };
  const works = [schedulesWork(context), segmentWatchesWork(context), idleClocksWork(context), runsWork(context, { soleOwner: true }), countersWork(db)];
  const errands = errandsWork(context, { webhook: writesTo(provider) }, { soleOwner: true });
  let done: number;
  do {
    done = 0;
    for (const work of works) done += await work.runDue();
    done += await handOver(db, now, provider);
    done += await errands.runDue();
  } while (done > 0);
}

/** The receiver of webhooks, in the same file: what is done twice stands there twice. */
function writesTo(provider: string): ErrandDoer {
  return {
    policy: { mostTries: 100, first: 1_000, factor: 1, longest: 1_000 }, leaseMs: 30_000,
    prepare: async (_db, _shop, { effectId }) => ({ ok: true, payload: effectId }),
    async act(_shop, { payload }) {
      appendFileSync(provider, `${payload}\n`);
      await setImmediate();
      return { outcome: "done", result: { status: 200 } };
    },
  };
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
