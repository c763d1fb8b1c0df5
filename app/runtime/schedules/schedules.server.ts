import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { AppContext } from "~/app-context";
import { DueShops, firstDueAt } from "~/runtime/due-shops.server";
import type { Work } from "~/runtime/work";
import type { Audience } from "./audience";
import { audiences as allAudiences } from "./audiences.server";
import { passPiece } from "./pass-piece.server";

/** Lets people in when the schedule of their entry point comes round (R11, R12, R18). */
export function schedulesWork({ db, clock, newId, log, wake }: Pick<AppContext, "db" | "clock" | "newId" | "log" | "wake">, audiences: ReadonlyMap<string, Audience> = allAudiences): Work {
  const dueShops = new DueShops("EntrySchedule");
  return {
    name: "schedules",
    async runDue() {
      const now = clock.now();
      return dueShops.doOne(db, now, async (shopId) => {
        const done = await db.write((tx) => passPiece(tx, { now, newId, log }, shopId, audiences), { sideBySide: true });
        wake.wake("runs");
        wake.wake("market-prices");
        await setImmediate();
        return done;
      }, sql<boolean>`(due."restUntil" is null or due."restUntil" <= ${now})`);
    },
    nextDueAt: () => firstDueAt(db, "EntrySchedule", sql`case when due."restUntil" > due."dueAt" then due."restUntil" else due."dueAt" end`),
  };
}
