import type { WriteStatements } from "~/adapters/db/database.server";
import { moveIdleClocks } from "~/services/runs/move-idle-clocks.server";
import { passOnPushAnswers } from "~/services/push/record-push-answer.server";
import { joinFavourites } from "~/services/prices/mark-favourites.server";
import { joinPricesSeen } from "~/services/prices/see-prices.server";
import { endWaitsByHistory } from "~/services/runs/end-waits-by-history.server";
import type { WriteDeps } from "~/services/write-deps";
import { decideIdentity, type Evidence } from "./decide-identity";
import type { Visitor } from "./known-visitors.server";

/**
 * R44: applies what is known now about who the visitor is. Her events, carts and idle clocks from before become the
 * customer's, unless they already are somebody's: on a shared device each keeps her own. A link may have been forwarded,
 * so when who followed it turns out to be another by logging in, the cart of this browser and its clocks were hers.
 */
export async function identifyVisitor(tx: WriteStatements, visitor: Visitor, evidence: Evidence, deps: WriteDeps): Promise<void> {
  const identity = decideIdentity(visitor.identity, evidence);
  if (!identity) return;
  const shop = tx.forShop(visitor.shopId);
  const before = visitor.identity;
  visitor.identity = identity;
  await shop.updateTable("Visitor").set({ customerId: identity.customerId, identifiedBy: identity.by, identifiedAt: deps.now }).where("id", "=", visitor.id).execute();
  if (before?.by === "link" && identity.by === "login") await handOverCarts(tx, visitor, before.customerId, identity.customerId);
  if (before) return;
  const theirs = { customerId: identity.customerId };
  await shop.updateTable("Event").set(theirs).where("visitorId", "=", visitor.id).where("customerId", "is", null).execute();
  await shop.updateTable("Cart").set(theirs).where("visitorId", "=", visitor.id).where("customerId", "is", null).execute();
  await moveIdleClocks(tx, visitor.shopId, visitor.id, identity.customerId);
  await joinPricesSeen(tx, visitor.shopId, { known: 0, subjectId: visitor.id }, identity.customerId);
  await joinFavourites(tx, visitor.shopId, { known: 0, subjectId: visitor.id }, identity.customerId);
  await endWaitsByHistory(tx, visitor.shopId, identity.customerId, deps.now);
  await passOnPushAnswers(tx, deps, visitor.shopId, visitor.id, identity.customerId);
}

async function handOverCarts(tx: WriteStatements, { shopId, id }: Visitor, from: string, to: string): Promise<void> {
  if (from === to) return;
  const carts = await tx.forShop(shopId).updateTable("Cart").set({ customerId: to })
    .where("visitorId", "=", id).where("customerId", "=", from).where("orderedAt", "is", null).returning("token").execute();
  await moveIdleClocks(tx, shopId, from, to, new Set(carts.map(({ token }) => token)));
}
