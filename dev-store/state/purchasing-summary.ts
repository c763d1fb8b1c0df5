import type { Customer, Order } from "./types.ts";

export type PurchasingSummary = Pick<Customer, "ordersCount" | "totalSpentMinor" | "lastOrderId">;

/** What a customer's orders add up to, as Shopify counts: cancelled orders count for nothing, refunds reduce the amount spent. */
export function purchasingSummary(orders: Iterable<Order>): PurchasingSummary {
  let ordersCount = 0;
  let totalSpentMinor = 0;
  let last: Order | null = null;
  for (const order of orders) {
    if (order.cancelledAt !== null) continue;
    ordersCount += 1;
    totalSpentMinor += order.totalMinor - refundedMinor(order);
    if (!last || order.createdAt >= last.createdAt) last = order;
  }
  return { ordersCount, totalSpentMinor, lastOrderId: last?.id ?? null };
}

export function refundedMinor(order: Order): number {
  return order.refunds.reduce((sum, refund) => sum + refund.amountMinor, 0);
}
