import { connection } from "../connection.ts";
import { dateTime, dateTimeOrNull, gid, moneyBag } from "../graphql-format.ts";
import { lineItemNode } from "./line-item-node.ts";
import { searchFilter } from "../search-query.ts";
import type { ListArgs } from "../graph.ts";
import type { ConnectionArgs } from "../connection.ts";
import type { GraphqlContext, NodeFields } from "../graphql-context.ts";
import type { Order, Refund } from "../../state/types.ts";

const SIXTY_DAYS_MS = 60 * 24 * 3600_000;

/** Without `read_all_orders` Shopify shows an app the orders of the last 60 days only (R45). */
function isVisible(context: GraphqlContext, order: Order): boolean {
  return context.scopes.has("read_all_orders") || order.createdAt >= context.now - SIXTY_DAYS_MS;
}

export function visibleOrder(context: GraphqlContext, id: string): Order | undefined {
  const order = context.store.state.orders.get(id);
  return order && isVisible(context, order) ? order : undefined;
}

export function orderNode(context: GraphqlContext, order: Order): NodeFields {
  const refunded = order.refunds.reduce((sum, refund) => sum + refund.amountMinor, 0);
  const lines = order.lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
  const left = order.cancelledAt === null ? order.totalMinor - refunded : 0;
  const bag = (minor: number) => moneyBag(minor, order.currency);
  const customer = order.customerId ? context.store.state.customers.get(order.customerId) : undefined;
  return {
    __typename: "Order",
    id: gid("Order", order.id),
    legacyResourceId: order.id,
    name: `#${order.number}`,
    number: order.number,
    email: order.email,
    phone: null,
    note: null,
    tags: [],
    test: false,
    confirmed: true,
    closed: false,
    closedAt: null,
    sourceName: "web",
    currencyCode: order.currency,
    presentmentCurrencyCode: order.currency,
    cartToken: order.cartToken,
    checkoutToken: order.checkoutToken,
    createdAt: dateTime(order.createdAt),
    processedAt: dateTime(order.createdAt),
    updatedAt: dateTime(order.updatedAt),
    cancelledAt: dateTimeOrNull(order.cancelledAt),
    cancelReason: order.cancelledAt === null ? null : "CUSTOMER",
    discountCode: order.discountCodes[0] ?? null,
    discountCodes: [...order.discountCodes],
    displayFinancialStatus: financialStatus(order, refunded),
    displayFulfillmentStatus: "UNFULFILLED",
    totalPriceSet: bag(order.totalMinor),
    originalTotalPriceSet: bag(order.totalMinor),
    subtotalPriceSet: bag(order.totalMinor),
    currentTotalPriceSet: bag(left),
    currentSubtotalPriceSet: bag(left),
    totalDiscountsSet: bag(Math.max(0, lines - order.totalMinor)),
    totalRefundedSet: bag(refunded),
    totalShippingPriceSet: bag(0),
    totalTaxSet: bag(0),
    netPaymentSet: bag(order.totalMinor - refunded),
    subtotalLineItemsQuantity: order.lines.reduce((sum, line) => sum + line.quantity, 0),
    customAttributes: Object.entries(order.attributes).map(([key, value]) => ({ key, value })),
    customerLocale: customer?.locale ?? null,
    customer: () => (customer ? context.graph.customer(customer) : null),
    lineItems: (args: ConnectionArgs) =>
      connection(context, { items: order.lines, id: (line) => line.id, value: (line) => line.id.padStart(24, "0"), node: (line) => lineItemNode(context, order, line) }, args),
    refunds: ({ first }: { first?: number | null }) => order.refunds.slice(0, first ?? undefined).map((refund) => refundNode(context, order, refund)),
  };
}

function refundNode(context: GraphqlContext, order: Order, refund: Refund): NodeFields {
  return {
    __typename: "Refund",
    id: gid("Refund", refund.id),
    legacyResourceId: refund.id,
    createdAt: dateTime(refund.createdAt),
    processedAt: dateTime(refund.createdAt),
    updatedAt: dateTime(refund.createdAt),
    note: refund.note || null,
    totalRefundedSet: moneyBag(refund.amountMinor, order.currency),
    order: () => orderNode(context, order),
  };
}

const SORTS: Record<string, (order: Order) => string | number> = {
  ID: (order) => order.id.padStart(24, "0"),
  CREATED_AT: (order) => order.createdAt,
  PROCESSED_AT: (order) => order.createdAt,
  UPDATED_AT: (order) => order.updatedAt,
  ORDER_NUMBER: (order) => order.number,
  TOTAL_PRICE: (order) => order.totalMinor,
};

export function orderListing(context: GraphqlContext, args: ListArgs, only: (order: Order) => boolean = () => true) {
  const items = matchingOrders(context, args.query).filter(only);
  const value = SORTS[args.sortKey ?? "PROCESSED_AT"] ?? ((order: Order) => order.id.padStart(24, "0"));
  return connection(context, { items, id: (order) => order.id, value, node: (order) => orderNode(context, order) }, args);
}

export function matchingOrders(context: GraphqlContext, query: string | null | undefined): Order[] {
  const matches = searchFilter<Order>(query, {
    fields: {
      id: { kind: "number", of: (order) => Number(order.id) },
      name: { kind: "text", of: (order) => `#${order.number}` },
      email: { kind: "text", of: (order) => order.email },
      customer_id: { kind: "number", of: (order) => (order.customerId ? Number(order.customerId) : null) },
      cart_token: { kind: "text", of: (order) => order.cartToken },
      checkout_token: { kind: "text", of: (order) => order.checkoutToken },
      discount_code: { kind: "text", of: (order) => order.discountCodes },
      created_at: { kind: "time", of: (order) => order.createdAt },
      processed_at: { kind: "time", of: (order) => order.createdAt },
      updated_at: { kind: "time", of: (order) => order.updatedAt },
    },
    words: (order) => `#${order.number} ${order.email ?? ""}`,
  });
  return [...context.store.state.orders.values()].filter((order) => isVisible(context, order) && matches(order));
}

function financialStatus(order: Order, refunded: number): string {
  if (refunded === 0) return order.cancelledAt === null ? "PAID" : "VOIDED";
  return refunded >= order.totalMinor ? "REFUNDED" : "PARTIALLY_REFUNDED";
}
