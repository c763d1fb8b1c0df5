import type { WriteStatements } from "~/adapters/db/database.server";
import { endWaitsByHistory } from "~/services/runs/end-waits-by-history.server";
import { passOnPushAnswers } from "~/services/push/record-push-answer.server";
import { moveIdleClocks } from "~/services/runs/move-idle-clocks.server";
import type { WriteDeps } from "~/services/write-deps";

/**
 * R44: a checkout tells whose browser it is, unless a log-in told it before. What an unknown browser did becomes hers;
 * one that was somebody else's keeps its history there.
 */
export async function identifyByCheckout(
  tx: WriteStatements, shopId: number, visitor: { id: string; customerId: string | null; identifiedBy: string | null }, customerId: string, deps: WriteDeps,
): Promise<void> {
  if (visitor.customerId === customerId || visitor.identifiedBy === "login") return;
  const shop = tx.forShop(shopId);
  await shop.updateTable("Visitor").set({ customerId, identifiedBy: "checkout", identifiedAt: deps.now }).where("id", "=", visitor.id).execute();
  if (visitor.customerId !== null) return;
  await shop.updateTable("Event").set({ customerId }).where("visitorId", "=", visitor.id).where("customerId", "is", null).execute();
  await shop.updateTable("Cart").set({ customerId }).where("visitorId", "=", visitor.id).where("customerId", "is", null).execute();
  await moveIdleClocks(tx, shopId, visitor.id, customerId);
  await endWaitsByHistory(tx, shopId, customerId, deps.now);
  await passOnPushAnswers(tx, deps, shopId, visitor.id, customerId);
}
