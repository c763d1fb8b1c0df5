import type { ServiceContext } from "~/app-context";
import { settleInside } from "~/services/scenarios/settle-inside.server";
import type { Work } from "~/runtime/work";

/** Finishes what a change of status or version owes those inside (R9, R38) where whoever began it is gone. */
export function settleScenariosWork(context: ServiceContext): Work {
  const owing = () => context.db.acrossShops.selectFrom("Scenario").select(["shopId", "id"]).where("settling", ">", "").limit(1).executeTakeFirst();
  return {
    name: "scenarios",
    async runDue() {
      const scenario = await owing();
      if (!scenario) return 0;
      await settleInside(context, scenario.shopId, scenario.id);
      return 1;
    },
    async nextDueAt() {
      return (await owing()) ? context.clock.now() : null;
    },
  };
}
