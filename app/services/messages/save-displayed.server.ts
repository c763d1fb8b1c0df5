import type { AppContext } from "~/app-context";
import { shopDay } from "~/domain/schedule/shop-day";
import type { ShopRow } from "~/queries/shop.server";
import { recordCounts } from "~/services/record-counts.server";

/** A browser showed a web push (R2 Displayed): noted and counted once a message, however many browsers tell it and how often. */
export async function saveDisplayed({ db, clock, newId }: Pick<AppContext, "db" | "clock" | "newId">, shop: Pick<ShopRow, "id" | "timeZone">, messageId: string): Promise<void> {
  const now = clock.now();
  await db.write(async (tx) => {
    const shown = await tx.forShop(shop.id).updateTable("Message").set({ displayedAt: now })
      .where("id", "=", messageId).where("channel", "=", "push").where("displayedAt", "is", null).returning(["scenarioId", "versionId", "stepId"]).executeTakeFirst();
    if (!shown) return;
    await recordCounts(tx, newId, shop.id, [{ ...shown, channel: "push", reason: "", metric: "displayed", day: shopDay(now, shop.timeZone), value: 1 }]);
  });
}
