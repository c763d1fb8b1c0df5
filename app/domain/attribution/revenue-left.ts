import type { Instant } from "~/domain/instant";

/** What an order still brings, in minor units: nothing once cancelled, never less than nothing (R2 Revenue). */
export function revenueLeft(order: { totalMinor: number; refundedMinor: number; cancelledAt: Instant | null }): number {
  return order.cancelledAt === null ? Math.max(0, order.totalMinor - order.refundedMinor) : 0;
}
