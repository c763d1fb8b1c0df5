import type { WriteStatements } from "~/adapters/db/database.server";
import type { ShopRow } from "~/queries/shop.server";
import { creditNewOrder } from "./credit-order.server";
import { customersChanged } from "~/services/customers/customers-changed.server";
import type { OrderRecord } from "~/services/shopify/save-orders.server";
import { subjectOfPurchase } from "~/services/customers/subject-of-purchase.server";
import { takeActivities } from "~/services/runs/take-activities.server";
import type { WebhookDeps } from "~/services/shopify/webhook-deps";

/** What a live order does, once: it closes its cart, reaches entry points and exits (R8, R17), and earns credit. */
export async function takeOrder(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, order: OrderRecord, visitorHint: string | null): Promise<void> {
  const own = tx.forShop(shop.id);
  const stored = await own.selectFrom("ShopOrder").select("customerId").where("id", "=", order.id).executeTakeFirstOrThrow();
  const subject = await subjectOfPurchase(tx, deps, shop, { customerId: stored.customerId, email: order.email, cartToken: order.cartToken, visitorHint });
  if (stored.customerId === null && subject.customerId !== null) {
    await own.updateTable("ShopOrder").set({ customerId: subject.customerId }).where("id", "=", order.id).execute();
  }
  if (order.cartToken !== null) await own.updateTable("Cart").set({ orderedAt: order.placedAt }).where("token", "=", order.cartToken).where("orderedAt", "is", null).execute();
  const subjectId = subject.customerId ?? subject.visitorId;
  if (subjectId === null) return;
  await own.insertInto("Event").values({
    shopId: shop.id, id: deps.newId(), visitorId: subject.visitorId, customerId: subject.customerId, type: "order_placed",
    at: order.placedAt, receivedAt: deps.now, source: "webhook", properties: JSON.stringify({ orderId: order.id }),
  }).execute();
  const factKey = `order:${order.id}`;
  await takeActivities(tx, deps, shop, [{
    key: factKey, subjectId, type: "order_placed", at: order.placedAt, orderId: order.id, productIds: [...new Set(order.lines.flatMap(({ productId }) => productId ?? []))],
    ...(order.cartToken === null ? {} : { cart: { token: order.cartToken, empty: false } }),
  }]);
  if (subject.customerId !== null) await customersChanged(tx, deps, shop.id, [{ customerId: subject.customerId, need: "orders", at: order.placedAt, factKey }]);
  await creditNewOrder(tx, deps, shop, order.id);
}
