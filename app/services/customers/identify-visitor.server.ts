import type { WriteStatements } from "~/adapters/db/database.server";
import { decideIdentity, type Evidence } from "~/domain/identity/decide-identity";
import { moveIdleClocks } from "~/services/runs/move-idle-clocks.server";
import type { WriteDeps } from "~/services/write-deps";
import { beginNextVisitor, type Visitor } from "./known-visitors.server";
import { visitorBecame } from "./visitor-became.server";

/**
 * R44: applies what is known now about who uses a browser, and answers whose what comes from it now is: the visitor given, changed in
 * place, or another who begins. A link may have been forwarded, so where who followed it turns out to be another, the cart of
 * this browser and its clocks were that one's; all else from before stays whose it is.
 */
export async function identifyVisitor(tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, visitor: Visitor, evidence: Evidence): Promise<Visitor> {
  const before = visitor.identity;
  const { visitor: which, identity } = decideIdentity(before, evidence);
  if (which === "next") {
    const next = await beginNextVisitor(tx, deps, visitor, identity);
    if (before?.by === "link" && identity) await handOverCarts(tx, visitor, before.customerId, identity.customerId);
    return next;
  }
  if (!identity || (before?.customerId === identity.customerId && before.by === identity.by)) return visitor;
  visitor.identity = identity;
  await tx.forShop(shop.id).updateTable("Visitor").set({ customerId: identity.customerId, identifiedBy: identity.by, identifiedAt: deps.now }).where("id", "=", visitor.id).execute();
  if (!before) await visitorBecame(tx, deps, shop, visitor.id, identity.customerId);
  return visitor;
}

async function handOverCarts(tx: WriteStatements, { shopId, id }: Visitor, from: string, to: string): Promise<void> {
  const carts = await tx.forShop(shopId).updateTable("Cart").set({ customerId: to })
    .where("visitorId", "=", id).where("customerId", "=", from).where("orderedAt", "is", null).returning("token").execute();
  await moveIdleClocks(tx, shopId, from, to, new Set(carts.map(({ token }) => token)));
}
