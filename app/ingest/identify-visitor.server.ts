import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { moveIdleClocks } from "~/services/move-idle-clocks.server";
import { decideIdentity, type Evidence } from "./decide-identity";
import type { Visitor } from "./known-visitors.server";

/**
 * R44: applies what is known now about who the visitor is. Her events, carts and idle clocks from before become the
 * customer's, unless they already are somebody's: on a shared device each keeps her own.
 */
export async function identifyVisitor(tx: WriteStatements, visitor: Visitor, evidence: Evidence, now: Instant): Promise<void> {
  const identity = decideIdentity(visitor.identity, evidence);
  if (!identity) return;
  const shop = tx.forShop(visitor.shopId);
  const before = visitor.identity;
  visitor.identity = identity;
  await shop.updateTable("Visitor").set({ customerId: identity.customerId, identifiedBy: identity.by, identifiedAt: now }).where("id", "=", visitor.id).execute();
  if (before) return;
  const theirs = { customerId: identity.customerId };
  await shop.updateTable("Event").set(theirs).where("visitorId", "=", visitor.id).where("customerId", "is", null).execute();
  await shop.updateTable("Cart").set(theirs).where("visitorId", "=", visitor.id).where("customerId", "is", null).execute();
  await moveIdleClocks(tx, visitor.shopId, visitor.id, identity.customerId);
}
