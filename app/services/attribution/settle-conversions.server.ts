import type { WriteStatements } from "~/adapters/db/database.server";
import { revenueLeft } from "~/domain/attribution/revenue-left";
import type { CounterChange } from "~/domain/statistics/metric";
import type { ShopRow } from "~/queries/shop.server";
import { recordCounts } from "~/services/record-counts.server";
import type { WriteDeps } from "~/services/write-deps";

/**
 * Brings what these orders had earned in line with what is left of them after refunds and cancellation (R2): the counters
 * of the version that sent move by the difference, on the day of the order, so that no day falls below zero. Done twice,
 * the second time changes nothing.
 */
export async function settleConversions(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, orderIds: readonly string[]): Promise<void> {
  const own = tx.forShop(shop.id);
  const conversions = await own.selectFrom("Conversion").selectAll().where("orderId", "in", orderIds).execute();
  if (conversions.length === 0) return;
  const orders = await own.selectFrom("ShopOrder").select(["id", "totalMinor", "refundedMinor", "cancelledAt"]).where("id", "in", conversions.map(({ orderId }) => orderId)).execute();
  const orderOf = new Map(orders.map((order) => [order.id, order]));
  const changes: CounterChange[] = [];
  for (const conversion of conversions) {
    const order = orderOf.get(conversion.orderId);
    if (!order) continue;
    const left = revenueLeft(order);
    const cancelledNow = order.cancelledAt !== null && conversion.cancelledAt === null;
    if (left === conversion.amountMinor && !cancelledNow) continue;
    await own.updateTable("Conversion").set({ amountMinor: left, cancelledAt: order.cancelledAt }).where("orderId", "=", conversion.orderId).execute();
    const counted = counterOf(conversion);
    changes.push({ ...counted, metric: "revenue", value: left - conversion.amountMinor });
    if (cancelledNow) changes.push({ ...counted, metric: "orders", value: -1 });
  }
  await recordCounts(tx, deps.newId, shop.id, changes);
}

/** Where an order is counted: at the step of the version that sent the message. */
export const counterOf = (conversion: { scenarioId: string; versionId: string; stepId: string; channel: string; day: string }) => ({
  scenarioId: conversion.scenarioId, versionId: conversion.versionId, stepId: conversion.stepId,
  channel: conversion.channel as CounterChange["channel"], reason: "", day: conversion.day,
});
