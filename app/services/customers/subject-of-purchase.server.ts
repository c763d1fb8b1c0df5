import { z } from "zod";
import type { WriteStatements } from "~/adapters/db/database.server";
import { identifyVisitor } from "./identify-visitor.server";
import { knownVisitor } from "./known-visitors.server";
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
 * Whose cart, checkout or order it is (R44): by the customer Shopify names, the e-mail where one customer alone has it, or the browser that
 * filled the cart. A browser that accepted tracking becomes the customer's, where a customer was named.
 */
export async function subjectOfPurchase(tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, purchase: Purchase): Promise<{ customerId: string | null; visitorId: string | null }> {
  const cart = purchase.cartToken === null ? undefined : await tx.forShop(shop.id).selectFrom("Cart").select(["visitorId", "customerId"]).where("token", "=", purchase.cartToken).executeTakeFirst();
  const browser = cart?.visitorId ?? purchase.visitorHint;
  const known = browser === null ? null : await knownVisitor(tx, shop.id, browser);
  const told = purchase.customerId ?? (await customerByEmail(tx, shop.id, purchase.email));
  const visitor = known && told !== null ? await identifyVisitor(tx, deps, shop, known, { checkout: told }) : known;
  return { customerId: told ?? cart?.customerId ?? visitor?.identity?.customerId ?? null, visitorId: visitor?.id ?? null };
}

async function customerByEmail(tx: WriteStatements, shopId: number, email: string | null): Promise<string | null> {
  if (email === null) return null;
  const found = await tx.forShop(shopId).selectFrom("Customer").select("id").where("email", "=", email.toLowerCase()).where("deletedAt", "is", null).limit(2).execute();
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}
