import type { AppContext } from "~/app-context";
import { settleInteractions } from "~/services/messages/settle-interactions.server";
import type { Work } from "~/runtime/work";

const MESSAGES_A_TURN = 100;

/** Judges opens and clicks whose window has passed (R32), or about which everything is known already. */
export function interactionsWork({ db, clock, newId, wake, log }: Pick<AppContext, "db" | "clock" | "newId" | "wake" | "log">): Work {
  const due = () => db.acrossShops.selectFrom("Interaction").where("judged", "=", "pending").where("judgeAt", "is not", null);
  return {
    name: "interactions",
    async runDue() {
      const now = clock.now();
      const [first] = await due().select("shopId").where("judgeAt", "<=", now).orderBy("judgeAt").limit(1).execute();
      if (!first) return 0;
      const rows = await due().select("messageId").distinct().where("shopId", "=", first.shopId).where("judgeAt", "<=", now).limit(MESSAGES_A_TURN).execute();
      const shop = await db.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", first.shopId).executeTakeFirstOrThrow();
      await db.write((tx) => settleInteractions(tx, { now, newId, log }, shop, rows.map(({ messageId }) => messageId)));
      wake.wake("runs");
      return rows.length;
    },
    async nextDueAt() {
      const row = await due().select((select) => select.fn.min("judgeAt").as("at")).executeTakeFirst();
      return row?.at ?? null;
    },
  };
}
