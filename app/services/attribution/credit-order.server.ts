import type { WriteStatements } from "~/adapters/db/database.server";
import { creditOrder } from "~/domain/attribution/credit-order";
import { DAY } from "~/domain/instant";
import { shopDay } from "~/domain/schedule/shop-day";
import type { ShopRow } from "~/queries/shop.server";
import { recordCounts } from "~/services/record-counts.server";
import { counterOf, settleConversions } from "./settle-conversions.server";
import { settleInteractionsOf } from "~/services/messages/settle-interactions.server";
import type { WriteDeps } from "~/services/write-deps";

/**
 * Credits a live order to the message that brought it (R2 Revenue, Orders), in the order's own transaction, so that
 * nobody sees the order without its credit. Observations of her messages that still wait for their judgement are judged
 * first. One conversion an order, whatever comes twice. Only orders in the shop's currency earn.
 */
export async function creditNewOrder(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, orderId: string): Promise<void> {
  const own = tx.forShop(shop.id);
  const order = await own.selectFrom("ShopOrder").selectAll().where("id", "=", orderId).executeTakeFirst();
  if (!order?.customerId) return;
  if (order.currency !== shop.currency) {
    deps.log.warn({ shopId: shop.id, orderId, currency: order.currency }, "an order in another currency than the shop's earns no credit");
    return;
  }
  await settleInteractionsOf(tx, deps, shop, order.customerId);
  const days = Math.max(shop.clickWindowDays, shop.openWindowDays);
  const seen = await own.selectFrom("Interaction").select(["id", "messageId", "kind", "at"])
    .where("customerId", "=", order.customerId).where("judged", "=", "human").where("kind", "in", ["open", "click"])
    .where("at", ">=", order.placedAt - days * DAY).where("at", "<=", order.placedAt).execute();
  const candidates = seen.map(({ id, messageId, kind, at }) => ({ interactionId: id, messageId, kind: kind as "open" | "click", at }));
  const credit = creditOrder(order.placedAt, candidates, { clickDays: shop.clickWindowDays, openDays: shop.openWindowDays });
  if (!credit) return;
  const message = await own.selectFrom("Message").select(["runId", "scenarioId", "versionId", "stepId", "channel"]).where("id", "=", credit.messageId).executeTakeFirst();
  if (!message) return;

  const conversion = {
    ...message, shopId: shop.id, orderId, messageId: credit.messageId, customerId: order.customerId, by: credit.by,
    amountMinor: order.totalMinor, currency: order.currency, at: order.placedAt, day: shopDay(order.placedAt, shop.timeZone), cancelledAt: null,
  };
  const { numInsertedOrUpdatedRows } = await own.insertInto("Conversion").values(conversion).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return;
  const counted = counterOf(conversion);
  await recordCounts(tx, deps.newId, shop.id, [
    { ...counted, metric: "orders", value: 1 },
    { ...counted, metric: "revenue", value: conversion.amountMinor },
  ]);
  await settleConversions(tx, deps, shop, [orderId]);
}
