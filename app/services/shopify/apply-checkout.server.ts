import type { WriteStatements } from "~/adapters/db/database.server";
import type { CheckoutPayload } from "~/adapters/shopify/webhooks/order-payloads";
import { fromDecimal } from "~/domain/money";
import type { ShopRow } from "~/queries/shop.server";
import { customerRecordOf } from "./apply-customer.server";
import { bareCartToken } from "./bare-cart-token";
import { buyerIdsOf } from "~/services/customers/save-customers.server";
import { saveProfiles } from "~/services/customers/save-profiles.server";
import { subjectOfPurchase, visitorHintOf } from "~/services/customers/subject-of-purchase.server";
import { takeActivities } from "~/services/runs/take-activities.server";
import { toldInstant } from "./told-instant";
import type { WebhookDeps } from "./webhook-deps";

/**
 * checkouts/create and checkouts/update: the cart went to the checkout (R15c), told once; later changes of it push the clock. Of somebody who neither is a
 * customer nor accepted tracking nothing is stored (R43).
 */
export async function applyCheckout(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: CheckoutPayload): Promise<void> {
  if (payload.completed_at || (await isOrdered(tx, shop.id, payload))) return;
  const own = tx.forShop(shop.id);
  const token = bareCartToken(payload.cart_token) ?? `checkout-${payload.token}`;
  const subject = await subjectOfPurchase(tx, deps, shop, {
    customerId: await customerIn(tx, deps, shop, payload), email: payload.email ?? null, cartToken: token, visitorHint: visitorHintOf(payload.note_attributes),
  });
  const subjectId = subject.customerId ?? subject.visitorId;
  if (subjectId === null) return;

  const before = await own.selectFrom("Cart").select(["checkoutStartedAt", "orderedAt", "updatedAt"]).where("token", "=", token).executeTakeFirst();
  const at = toldInstant(payload.updated_at, deps.triggeredAt);
  const content = {
    currency: payload.currency,
    totalMinor: fromDecimal(payload.total_price, payload.currency),
    lines: JSON.stringify(linesOf(payload)),
    checkoutUrl: payload.abandoned_checkout_url ?? null,
    updatedAt: at,
  };
  const whose = { ...(subject.customerId === null ? {} : { customerId: subject.customerId }), ...(subject.visitorId === null ? {} : { visitorId: subject.visitorId }) };
  const checkoutStartedAt = before?.checkoutStartedAt ?? payload.created_at;
  if (before) {
    const newer = at >= before.updatedAt ? content : before.checkoutStartedAt === null ? { checkoutUrl: content.checkoutUrl } : {};
    await own.updateTable("Cart").set({ ...newer, ...whose, checkoutStartedAt }).where("token", "=", token).execute();
  } else {
    await own.insertInto("Cart").values({ shopId: shop.id, token, visitorId: subject.visitorId, customerId: subject.customerId, ...content, openedAt: null, checkoutStartedAt, orderedAt: null }).execute();
  }
  const cart = { token, empty: payload.line_items.length === 0 };
  if (before && (before.checkoutStartedAt !== null || before.orderedAt !== null)) {
    // Whoever still fills in the checkout is not idle (R15).
    if (before.orderedAt === null) await takeActivities(tx, deps, shop, [{ key: `checkout:${payload.token}:${at}`, subjectId, type: "checkout_updated", at, cart }]);
    return;
  }

  await own.insertInto("Event").values({
    shopId: shop.id, id: deps.newId(), ...subject, type: "checkout_started", at, receivedAt: deps.now, source: "webhook",
    properties: JSON.stringify({ cartToken: token, checkoutToken: payload.token, totalMinor: content.totalMinor, currency: content.currency }),
  }).execute();
  await takeActivities(tx, deps, shop, [{
    key: `checkout:${payload.token}`, subjectId, type: "checkout_started", at, cart,
  }]);
}

/** The order may have overtaken the checkout it came from. */
async function isOrdered(tx: WriteStatements, shopId: number, payload: CheckoutPayload): Promise<boolean> {
  const cartToken = bareCartToken(payload.cart_token);
  const order = await tx.forShop(shopId).selectFrom("ShopOrder").select("id")
    .where((row) => row.or([row("checkoutToken", "=", payload.token), ...(cartToken === null ? [] : [row("cartToken", "=", cartToken)])]))
    .executeTakeFirst();
  return order !== undefined;
}

async function customerIn(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: CheckoutPayload): Promise<string | null> {
  if (!payload.customer) return null;
  const record = customerRecordOf(payload.customer);
  await saveProfiles(tx, deps, shop, [record]);
  return (await buyerIdsOf(tx, shop.id, [record.shopifyId])).get(record.shopifyId) ?? null;
}

function linesOf(payload: CheckoutPayload) {
  return payload.line_items.flatMap((line) => line.product_id && line.variant_id
    ? [{ productId: line.product_id, variantId: line.variant_id, quantity: line.quantity, lineMinor: fromDecimal(line.line_price, payload.currency) }]
    : []);
}
