import type { WriteStatements } from "~/adapters/db/database.server";
import { bulkOrders, type OrderNode } from "~/adapters/shopify/queries/bulk-orders";
import type { Instant } from "~/domain/instant";
import { fromDecimal } from "~/domain/money";
import { bareCartToken } from "./bare-cart-token";
import { importKind } from "./import-kind";
import { saveOrders, type OrderRecord } from "./save-orders.server";
import { tellOfOrders } from "./tell-of-orders.server";

/** R45: orders with their lines and refunds. One of which nothing changed that is kept here is left alone, whatever else happened to it. */
export const importedOrders = importKind(bulkOrders, recordOf, async (tx, deps, shop, records) => {
  const known = await knownOf(tx, shop.id, records.map(({ id }) => id));
  const differing = records.filter((record) => differs(record, known.get(record.id)));
  if (differing.length > 0) {
    await saveOrders(tx, deps, shop, differing, "import");
    await tellOfOrders(tx, deps, shop.id, differing.map(({ id }) => id));
  }
  const added = differing.filter(({ id }) => !known.has(id)).length;
  return { ordersAdded: added, ordersChanged: differing.length - added };
});

interface Known {
  totalMinor: number;
  email: string | null;
  cancelledAt: Instant | null;
  updatedAt: Instant;
  refunds: Set<string>;
}

async function knownOf(tx: WriteStatements, shopId: number, ids: readonly string[]): Promise<ReadonlyMap<string, Known>> {
  const own = tx.forShop(shopId);
  const orders = await own.selectFrom("ShopOrder").select(["id", "totalMinor", "email", "cancelledAt", "updatedAt"]).where("id", "in", ids).execute();
  const known = new Map(orders.map(({ id, ...order }) => [id, { ...order, refunds: new Set<string>() }]));
  for (const { orderId, id } of await own.selectFrom("Refund").select(["orderId", "id"]).where("orderId", "in", ids).execute()) known.get(orderId)?.refunds.add(id);
  return known;
}

function differs(record: OrderRecord, known: Known | undefined): boolean {
  if (!known) return true;
  if (record.updatedAt <= known.updatedAt) return false;
  return record.totalMinor !== known.totalMinor || (record.email?.toLowerCase() ?? null) !== known.email || (record.cancelledAt !== null && known.cancelledAt === null) || record.refunds.some(({ id }) => !known.refunds.has(id));
}

function recordOf(node: OrderNode): OrderRecord {
  const minor = ({ shopMoney }: { shopMoney: { amount: string; currencyCode: string } }) => fromDecimal(shopMoney.amount, shopMoney.currencyCode);
  return {
    id: node.id,
    name: node.name,
    customerShopifyId: node.customer?.id ?? null,
    email: node.email,
    totalMinor: minor(node.totalPriceSet),
    currency: node.totalPriceSet.shopMoney.currencyCode,
    cartToken: bareCartToken(node.cartToken),
    checkoutToken: node.checkoutToken,
    placedAt: node.processedAt,
    updatedAt: node.updatedAt,
    cancelledAt: node.cancelledAt,
    discountCodes: node.discountCodes,
    lines: node.lines.map((line) => ({
      id: line.id, productId: line.product?.id ?? null, variantId: line.variant?.id ?? null, title: line.title, quantity: line.quantity, totalMinor: minor(line.discountedTotalSet),
    })),
    refunds: node.refunds.map((refund) => ({ id: refund.id, amountMinor: minor(refund.totalRefundedSet), at: refund.processedAt })),
  };
}
