import { setTimeout } from "node:timers/promises";
import { claimBatch } from "./claim-batch.server";
import { claimMessages, type SendingContext, type StoredBatch } from "./claim-messages.server";
import { callsAtOnce } from "./calls-at-once";
import { firstMessageDueAt, nextShopWithMessages } from "./due-messages.server";
import { handOver } from "./hand-over.server";
import { SENDING_WORK, type Work } from "~/runtime/work";
import type { Outbound } from "./outbound";

/** Calls to the provider at the same time. */
const MOST_UNDER_WAY = 8;
/** Longer than the channel waits for an answer. Real time. */
const LEASE_MS = 30_000;
/** While calls are under way the queue is looked at this often. Real time. */
const GLANCE_MS = 25;

/**
 * Sends what is due by one channel: claim, check again, render, store, hand over, save the outcome. Several calls are under way at
 * once; a turn ends as soon as one of them does, and answers 0 only when none is and nothing is due. `soleOwner`: no
 * other process sends from this database, so what is under a lease at the start was left by a process that is gone.
 */
export function messagesWork(context: SendingContext, outbound: Outbound, options: { soleOwner: boolean }): Work {
  const { db, clock, log, wake } = context;
  const { channel } = outbound;
  const calls = callsAtOnce(outbound, db.dialect.rowsAtOnce);
  const underWay = new Map<string, Promise<void>>();
  let foreignLeases = options.soleOwner;
  let lastShop = 0;
  /** Whether nobody waits for the calls: then their end, which may leave a batch to be tried again, is told. */
  let onceOver = false;

  const begin = (batch: StoredBatch): void => {
    const call = handOver(context, outbound, batch)
      .catch((error: unknown) => log.error({ err: error, shopId: batch.shop.id, batchId: batch.id }, "the outcome of a batch could not be saved; it is settled later"))
      .finally(() => {
        underWay.delete(batch.id);
        if (onceOver && underWay.size === 0) wake.wake(SENDING_WORK[channel]);
      });
    underWay.set(batch.id, call);
  };

  const nextShop = (): Promise<number | null> => nextShopWithMessages(db, channel, clock.now(), lastShop);

  /** Takes a stored batch again, or messages of the next shop for `most` calls; answers how many messages it took, 0 when nothing is due, and how many calls it began. */
  const takeOne = async (most: number): Promise<{ taken: number; begun: number }> => {
    const again = await claimBatch(context, outbound, [...underWay.keys()], LEASE_MS);
    if (again) {
      await outbound.turn();
      begin(again);
      return { taken: again.messages.length, begun: 1 };
    }
    const passedOver = new Set<number>();
    for (let shopId = await nextShop(); shopId !== null && !passedOver.has(shopId); shopId = await nextShop()) {
      lastShop = shopId;
      await outbound.turn();
      const { batches, taken } = await claimMessages(context, outbound, shopId, most, LEASE_MS);
      for (const [index, batch] of batches.entries()) {
        if (index > 0) await outbound.turn();
        begin(batch);
      }
      if (taken > 0) return { taken, begun: batches.length };
      // Another process has taken what is due there.
      passedOver.add(shopId);
    }
    return { taken: 0, begun: 0 };
  };

  return {
    name: SENDING_WORK[channel],
    async runDue() {
      if (foreignLeases) {
        await db.write((tx) => tx.acrossShops.updateTable("SendBatch").set({ leaseUntil: null }).where("status", "=", "stored").where("channel", "=", channel).where("leaseUntil", "is not", null).execute());
        foreignLeases = false;
      }
      let taken = 0;
      while (underWay.size < MOST_UNDER_WAY) {
        const more = (await takeOne(calls)).taken;
        if (more === 0) break;
        taken += more;
      }
      // Counted before waiting: what ends meanwhile was done in this turn, and has woken its run.
      const busy = underWay.size;
      if (busy > 0) await Promise.race([...underWay.values(), setTimeout(GLANCE_MS)]);
      return Math.max(taken, busy);
    },
    paced: {
      // One turn begins so many calls.
      callsPerSecond: outbound.callsPerSecond / calls,
      async begin() {
        onceOver = true;
        if (underWay.size >= MOST_UNDER_WAY) await Promise.race(underWay.values());
        // The pace counts a turn as so many calls: what one shop leaves of them goes to those after it.
        let all = 0;
        for (let left = calls; left > 0;) {
          const { taken, begun } = await takeOne(left);
          if (taken === 0) break;
          all += taken;
          left -= Math.max(begun, 1);
        }
        return all;
      },
    },
    nextDueAt: () => firstMessageDueAt(db, channel, [...underWay.keys()]),
    async finish() {
      await Promise.all(underWay.values());
    },
  };
}
