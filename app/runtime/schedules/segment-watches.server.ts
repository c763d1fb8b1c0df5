import { setImmediate } from "node:timers/promises";
import type { AppContext } from "~/app-context";
import { DueShops, firstDueAt } from "~/runtime/due-shops.server";
import type { Work } from "~/runtime/work";
import { watchPiece } from "./watch-piece.server";

/** Finds who came into a watched segment or fell out of it without a change of theirs, by the days that pass for example (R20). */
export function segmentWatchesWork({ db, clock, newId, log, wake }: Pick<AppContext, "db" | "clock" | "newId" | "log" | "wake">): Work {
  const dueShops = new DueShops("SegmentWatch");
  return {
    name: "segment-watches",
    async runDue() {
      const now = clock.now();
      return dueShops.doOne(db, now, async (shopId) => {
        const done = await db.write((tx) => watchPiece(tx, { now, newId, log }, shopId));
        wake.wake("runs");
        await setImmediate();
        return done;
      });
    },
    nextDueAt: () => firstDueAt(db, "SegmentWatch"),
  };
}
