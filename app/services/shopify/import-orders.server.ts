import type { AdminApi } from "~/adapters/shopify/admin-api";
import { moreOrderLines, ordersPage, type OrderLineNode, type OrderNode } from "~/adapters/shopify/queries/orders-page";
import { toGid } from "~/adapters/shopify/shapes";
import { DAY } from "~/domain/instant";
import { fromDecimal } from "~/domain/money";
import { bareCartToken } from "./bare-cart-token";
import { nextCursor, type ReadPage } from "./import-page";
import { saveOrders, type OrderRecord } from "./save-orders.server";

/** What Shopify shows without `read_all_orders`. */
const VISIBLE_DAYS = 60;

/** R45: the orders of the last 60 days. */
export const readOrdersPage: ReadPage = async (api, shop, { first, after, since }) => {
  const filter = `created_at:>='${new Date(since - VISIBLE_DAYS * DAY).toISOString()}'`;
  const { data, restMs } = await api.ask(ordersPage, { first, after, filter });
  const { nodes, pageInfo } = data.orders;
  const records: OrderRecord[] = [];
  for (const node of nodes) records.push(recordOf(node, await allLines(api, node)));
  return {
    rows: nodes.length, total: data.ordersCount?.count ?? null, next: nextCursor(pageInfo), restMs,
    save: async (tx, deps) => void (await saveOrders(tx, deps, shop, records, "import")),
  };
};

async function allLines(api: AdminApi, order: OrderNode): Promise<OrderLineNode[]> {
  const lines = [...order.lineItems.nodes];
  let after = nextCursor(order.lineItems.pageInfo);
  while (after !== null) {
    const { data } = await api.ask(moreOrderLines, { id: toGid("Order", order.id), after });
    lines.push(...(data.order?.lineItems.nodes ?? []));
    after = data.order ? nextCursor(data.order.lineItems.pageInfo) : null;
  }
  return lines;
}

function recordOf(node: OrderNode, lines: readonly OrderLineNode[]): OrderRecord {
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
    lines: lines.map((line) => ({
      id: line.id, productId: line.product?.id ?? null, variantId: line.variant?.id ?? null, title: line.title, quantity: line.quantity, totalMinor: minor(line.discountedTotalSet),
    })),
    refunds: node.refunds.map((refund) => ({ id: refund.id, amountMinor: minor(refund.totalRefundedSet), at: refund.processedAt })),
  };
}
