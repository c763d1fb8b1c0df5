import type { WriteStatements } from "~/adapters/db/database.server";
import type { OrderPayload } from "~/adapters/shopify/webhooks/order-payloads";
import { DAY, type Instant } from "~/domain/instant";
import { fromDecimal } from "~/domain/money";
import type { ShopRow } from "~/queries/shop.server";
import { customerRecordOf } from "./apply-customer.server";
import { refundRecordOf } from "./apply-refund.server";
import { bareCartToken } from "./bare-cart-token";
import { saveProfiles } from "~/services/customers/save-profiles.server";
import { saveOrders, type OrderRecord } from "./save-orders.server";
import { visitorHintOf } from "~/services/customers/subject-of-purchase.server";
import { takeOrder } from "~/services/attribution/take-order.server";
import { tellOfOrders } from "./tell-of-orders.server";
import { toldInstant } from "./told-instant";
import type { WebhookDeps } from "./webhook-deps";

/** Only an order placed so shortly before Shopify told of it is a live fact: it ends runs, enters people and earns credit. */
const LIVE_MS = DAY;

/** orders/create. An order that the import met first becomes a live one here. */
export async function applyOrderCreated(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: OrderPayload): Promise<void> {
  await applyOrder(tx, deps, shop, payload, true);
}

/** orders/cancelled carries the whole order: it may come before orders/create, and takes back what the order had earned. */
export async function applyOrderCancelled(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: OrderPayload): Promise<void> {
  await applyOrder(tx, deps, shop, payload, false);
}

async function applyOrder(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: OrderPayload, created: boolean): Promise<void> {
  const order = orderRecordOf(payload, deps.triggeredAt);
  const live = deps.triggeredAt - order.placedAt < LIVE_MS;
  if (payload.customer) await saveProfiles(tx, deps, shop, [customerRecordOf(payload.customer)]);
  const unknown = await saveOrders(tx, deps, shop, [order], live ? "live" : "import");
  const first = live && (unknown.length > 0 || (created && (await takeOverFromImport(tx, shop.id, order.id))));
  if (first) await takeOrder(tx, deps, shop, order, visitorHintOf(payload.note_attributes));
  else await tellOfOrders(tx, deps, shop.id, [order.id]);
}

/** True once: for the first orders/create of an order that the import had brought before. */
async function takeOverFromImport(tx: WriteStatements, shopId: number, orderId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.forShop(shopId).updateTable("ShopOrder").set({ source: "live" }).where("id", "=", orderId).where("source", "=", "import").executeTakeFirst();
  return numUpdatedRows > 0n;
}

function orderRecordOf(payload: OrderPayload, triggeredAt: Instant): OrderRecord {
  const { amount, currency_code: currency } = payload.total_price_set.shop_money;
  const minor = (set: { shop_money: { amount: string } }) => fromDecimal(set.shop_money.amount, currency);
  return {
    id: payload.admin_graphql_api_id,
    name: payload.name,
    customerShopifyId: payload.customer?.admin_graphql_api_id ?? null,
    email: payload.email ?? null,
    totalMinor: fromDecimal(amount, currency),
    currency,
    cartToken: bareCartToken(payload.cart_token),
    checkoutToken: payload.checkout_token ?? null,
    placedAt: toldInstant(payload.processed_at ?? payload.created_at, triggeredAt),
    updatedAt: payload.updated_at,
    cancelledAt: payload.cancelled_at ?? null,
    discountCodes: (payload.discount_codes ?? []).map(({ code }) => code),
    lines: payload.line_items.map((line) => ({
      id: line.admin_graphql_api_id,
      productId: line.product_id ?? null,
      variantId: line.variant_id ?? null,
      title: line.title,
      quantity: line.quantity,
      totalMinor: minor(line.price_set) * line.quantity - (line.total_discount_set ? minor(line.total_discount_set) : 0),
    })),
    refunds: (payload.refunds ?? []).map((refund) => refundRecordOf(refund, currency)),
  };
}
