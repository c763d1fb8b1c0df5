import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import { chunksOf } from "~/services/chunks-of";
import { codeKeyOf } from "~/domain/discount/write-code";
import { buyerIdsOf, mentioned, saveCustomers } from "~/services/customers/save-customers.server";
import { markCodesUsed } from "~/services/discounts/mark-codes-used.server";
import { settleConversions } from "~/services/attribution/settle-conversions.server";
import type { WriteDeps } from "~/services/write-deps";

/** An order as Shopify tells of it; money in minor units of the shop's currency. */
export interface OrderRecord {
  id: string;
  name: string;
  customerShopifyId: string | null;
  email: string | null;
  totalMinor: number;
  currency: string;
  /** Without the `?key=` part. */
  cartToken: string | null;
  checkoutToken: string | null;
  placedAt: Instant;
  updatedAt: Instant;
  cancelledAt: Instant | null;
  /** As the buyer entered them. */
  discountCodes: readonly string[];
  lines: readonly OrderLineRecord[];
  refunds: readonly RefundRecord[];
}

interface OrderLineRecord {
  id: string;
  productId: string | null;
  variantId: string | null;
  title: string;
  quantity: number;
  totalMinor: number;
}

export interface RefundRecord {
  id: string;
  amountMinor: number;
  at: Instant;
}

/**
 * Upserts orders with their lines and refunds (R45), and lowers what they had earned where they were cancelled or
 * refunded, and marks the discount codes they were placed with (R30). An older telling changes neither total nor e-mail; a cancellation and a refund are never taken back.
 * Answers the ids of orders that were not known before.
 */
export async function saveOrders(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, records: readonly OrderRecord[], source: "live" | "import"): Promise<string[]> {
  const own = tx.forShop(shop.id);
  const unknown: string[] = [];
  const customers = await customersOf(tx, deps, shop, records);
  for (const chunk of chunksOf(records)) {
    const ids = chunk.map(({ id }) => id);
    const known = new Set((await own.selectFrom("ShopOrder").select("id").where("id", "in", ids).execute()).map(({ id }) => id));
    unknown.push(...ids.filter((id) => !known.has(id)));
    await own.insertInto("ShopOrder")
      .values(chunk.map((order) => ({
        shopId: shop.id, id: order.id, name: order.name, customerId: order.customerShopifyId === null ? null : (customers.get(order.customerShopifyId) ?? null),
        email: order.email?.toLowerCase() ?? null, totalMinor: order.totalMinor, refundedMinor: 0, currency: order.currency,
        cartToken: order.cartToken, checkoutToken: order.checkoutToken, placedAt: order.placedAt, cancelledAt: order.cancelledAt, updatedAt: order.updatedAt, source,
      })))
      .onConflict((conflict) => conflict.columns(["shopId", "id"]).doUpdateSet({
        email: newer("email"), totalMinor: newer("totalMinor"), updatedAt: newer("updatedAt"),
        customerId: sql`coalesce("ShopOrder"."customerId", excluded."customerId")`,
        cancelledAt: sql`coalesce("ShopOrder"."cancelledAt", excluded."cancelledAt")`,
        // Only orders/create tells the moment within the second; what overtook it told the second's end.
        placedAt: sql`case when excluded."source" = 'live' and excluded."placedAt" < "ShopOrder"."placedAt" then excluded."placedAt" else "ShopOrder"."placedAt" end`,
      }))
      .execute();
    const lines = chunk.filter(({ id }) => !known.has(id)).flatMap((order) => order.lines.map((line) => ({ ...line, shopId: shop.id, orderId: order.id })));
    for (const rows of chunksOf(lines)) await own.insertInto("OrderLine").values(rows).onConflict((conflict) => conflict.doNothing()).execute();
    await noteCodes(tx, shop.id, chunk);
    await noteRefunds(tx, shop.id, chunk.flatMap((order) => order.refunds.map((refund) => ({ ...refund, orderId: order.id }))), ids);
    await noteLastOrders(tx, shop.id, ids);
    for (const { id, discountCodes, placedAt } of chunk) await markCodesUsed(tx, shop.id, discountCodes, { orderId: id, at: placedAt });
    await settleConversions(tx, deps, shop, ids);
  }
  return unknown;
}

/** Notes refunds once each and sums up on these orders what is known of them, told before the order or after it. The caller settles the conversions. */
export async function noteRefunds(tx: WriteStatements, shopId: number, refunds: readonly (RefundRecord & { orderId: string })[], orderIds: readonly string[]): Promise<void> {
  const own = tx.forShop(shopId);
  for (const chunk of chunksOf(refunds)) {
    await own.insertInto("Refund").values(chunk.map((refund) => ({ ...refund, shopId }))).onConflict((conflict) => conflict.doNothing()).execute();
  }
  await own.updateTable("ShopOrder")
    .set({ refundedMinor: sql`(select coalesce(sum("amountMinor"), 0) from "Refund" where "Refund"."shopId" = "ShopOrder"."shopId" and "Refund"."orderId" = "ShopOrder"."id")` })
    .where("id", "in", orderIds).execute();
}

/** Which codes the orders were placed with, for segments; told again they are the same. */
async function noteCodes(tx: WriteStatements, shopId: number, orders: readonly Pick<OrderRecord, "id" | "discountCodes">[]): Promise<void> {
  const rows = orders.flatMap(({ id, discountCodes }) => [...new Set(discountCodes.map(codeKeyOf))].filter((key) => key !== "").sort().map((codeKey) => ({ shopId, orderId: id, codeKey })));
  for (const piece of chunksOf(rows)) await tx.forShop(shopId).insertInto("OrderCode").values(piece).onConflict((conflict) => conflict.doNothing()).execute();
}

async function noteLastOrders(tx: WriteStatements, shopId: number, orderIds: readonly string[]): Promise<void> {
  const own = tx.forShop(shopId);
  const owners = await own.selectFrom("ShopOrder").select("customerId").where("id", "in", orderIds).where("customerId", "is not", null).distinct().execute();
  await noteLastOrdersOf(tx, shopId, owners.flatMap(({ customerId }) => customerId ?? []));
}

/** Notes when these customers ordered last, after orders became theirs. */
export async function noteLastOrdersOf(tx: WriteStatements, shopId: number, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  await tx.forShop(shopId).updateTable("Customer")
    .set({ lastOrderAt: sql`(select max("placedAt") from "ShopOrder" where "ShopOrder"."shopId" = "Customer"."shopId" and "ShopOrder"."customerId" = "Customer"."id")` })
    .where("id", "in", customerIds).execute();
}

/** Our ids of the customers who ordered; those not known yet are made known by their id alone. */
async function customersOf(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, records: readonly OrderRecord[]): Promise<ReadonlyMap<string, string>> {
  const shopifyIds = [...new Set(records.flatMap(({ customerShopifyId }) => customerShopifyId ?? []))];
  const known = await buyerIdsOf(tx, shop.id, shopifyIds);
  const missing = shopifyIds.filter((id) => !known.has(id));
  if (missing.length === 0) return known;
  return new Map([...known, ...(await saveCustomers(tx, deps, shop, missing.map(mentioned)))]);
}

function newer<T>(column: string) {
  return sql<T>`case when excluded."updatedAt" >= "ShopOrder"."updatedAt" then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`ShopOrder.${column}`)} end`;
}
