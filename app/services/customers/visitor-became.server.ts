import type { WriteStatements } from "~/adapters/db/database.server";
import { passOnPushAnswers } from "~/services/push/record-push-answer.server";
import { joinFavourites } from "~/services/prices/mark-favourites.server";
import { joinPricesSeen } from "~/services/prices/see-prices.server";
import { takeHistory } from "~/services/runs/take-history.server";
import type { WriteDeps } from "~/services/write-deps";

/**
 * The one door through which a visitor nobody knew becomes a customer's (R44), once and for ever, in the transaction that finds out. All
 * that is kept of a visitor passes to the customer here: whoever keeps more of visitors adds it. The caller wakes "runs" after the commit.
 */
export async function visitorBecame(tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, visitorId: string, customerId: string): Promise<void> {
  const own = tx.forShop(shop.id);
  await own.updateTable("Cart").set({ customerId }).where("visitorId", "=", visitorId).where("customerId", "is", null).execute();
  await takeHistory(tx, deps, shop, { visitorId }, customerId);
  await joinPricesSeen(tx, shop.id, { known: 0, subjectId: visitorId }, customerId);
  await joinFavourites(tx, shop.id, { known: 0, subjectId: visitorId }, customerId);
  await passOnPushAnswers(tx, deps, shop.id, visitorId, customerId);
}
