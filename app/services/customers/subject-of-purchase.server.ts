import { z } from "zod";
import type { WriteStatements } from "~/adapters/db/database.server";
import { identifyByCheckout } from "./identify-by-checkout.server";
import type { WriteDeps } from "~/services/write-deps";

/** Cart attribute in which the tracker leaves the visitor's id once she accepted tracking. */
const HINT = "_scenarios_visitor";
const visitorId = z.uuid();

/** The visitor that a cart's attributes name, if they do. It is a hint: a shopper can write anything there. */
export function visitorHintOf(attributes: readonly { name: string; value?: unknown }[] | null | undefined): string | null {
  const hint = visitorId.safeParse(attributes?.find(({ name }) => name === HINT)?.value);
  return hint.success ? hint.data : null;
}

export interface Purchase {
  customerId: string | null;
  email: string | null;
  cartToken: string | null;
  visitorHint: string | null;
}

/**
 * Whose cart, checkout or order it is (R44): by the customer Shopify names, her e-mail, or the browser that filled the
 * cart. A browser that accepted tracking becomes hers.
 */
export async function subjectOfPurchase(tx: WriteStatements, deps: WriteDeps, shopId: number, purchase: Purchase): Promise<{ customerId: string | null; visitorId: string | null }> {
  const own = tx.forShop(shopId);
  const cart = purchase.cartToken === null ? undefined : await own.selectFrom("Cart").select(["visitorId", "customerId"]).where("token", "=", purchase.cartToken).executeTakeFirst();
  const named = cart?.visitorId ?? purchase.visitorHint;
  const visitor = named === null ? undefined : await own.selectFrom("Visitor").select(["id", "customerId", "identifiedBy"]).where("id", "=", named).executeTakeFirst();
  const customerId = purchase.customerId ?? (await customerByEmail(tx, shopId, purchase.email)) ?? cart?.customerId ?? visitor?.customerId ?? null;
  if (visitor && customerId !== null) await identifyByCheckout(tx, shopId, visitor, customerId, deps);
  return { customerId, visitorId: visitor?.id ?? null };
}

async function customerByEmail(tx: WriteStatements, shopId: number, email: string | null): Promise<string | null> {
  if (email === null) return null;
  const found = await tx.forShop(shopId).selectFrom("Customer").select("id").where("email", "=", email.toLowerCase()).where("deletedAt", "is", null).limit(2).execute();
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}
