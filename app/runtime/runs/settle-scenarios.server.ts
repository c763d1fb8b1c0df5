import { setImmediate } from "node:timers/promises";
import type { ServiceContext } from "~/app-context";
import { settler } from "~/services/scenarios/settle-inside.server";
import type { Work } from "~/runtime/work";

/** Scenarios that have a piece of theirs done in one batch. */
const MOST_AT_ONCE = 100;

/** Finishes what a change of status or version owes those inside (R9, R38) where whoever began it is gone: by turns, a piece for each scenario, passing over those that somebody is at. */
export function settleScenariosWork(context: ServiceContext): Work {
  const owing = () => context.db.acrossShops.selectFrom("Scenario").select(["shopId", "id"]).where("settling", ">", "");
  let known = new Map<string, ReturnType<typeof settler>>();
  return {
    name: "scenarios",
    async runDue() {
      const scenarios = await owing().orderBy("shopId").orderBy("id").limit(MOST_AT_ONCE).execute();
      known = new Map(scenarios.map(({ shopId, id }) => [`${shopId} ${id}`, known.get(`${shopId} ${id}`) ?? settler(context, shopId, id)]));
      let done = 0;
      for (const settle of known.values()) {
        const owed = await settle();
        if (owed === "more" || owed === "nothing") done += 1;
        // Statements answer without leaving this tick: requests get their turn here.
        await setImmediate();
      }
      if (done > 0) context.wake.wake("runs");
      return done;
    },
    async nextDueAt() {
      return (await owing().limit(1).executeTakeFirst()) ? context.clock.now() : null;
    },
  };
}
