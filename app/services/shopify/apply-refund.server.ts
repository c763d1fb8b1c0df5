import type { WriteStatements } from "~/adapters/db/database.server";
import type { RefundPayload } from "~/adapters/shopify/webhooks/order-payloads";
import { fromDecimal } from "~/domain/money";
import type { ShopRow } from "~/queries/shop.server";
import { noteRefunds, type RefundRecord } from "./save-orders.server";
import { settleConversions } from "~/services/attribution/settle-conversions.server";
import { tellOfOrders } from "./tell-of-orders.server";
import type { WebhookDeps } from "./webhook-deps";

/** refunds/create lowers what the order had earned, once a refund. One that overtook its order is kept for it. */
export async function applyRefund(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: RefundPayload): Promise<void> {
  const order = await tx.forShop(shop.id).selectFrom("ShopOrder").select("currency").where("id", "=", payload.order_id).executeTakeFirst();
  await noteRefunds(tx, shop.id, [{ ...refundRecordOf(payload, order?.currency ?? shop.currency), orderId: payload.order_id }], [payload.order_id]);
  await settleConversions(tx, deps, shop, [payload.order_id]);
  await tellOfOrders(tx, deps, shop.id, [payload.order_id]);
}

/** `currency` is the shop's, in which the order is kept. */
export function refundRecordOf(payload: RefundPayload, currency: string): RefundRecord {
  return { id: payload.admin_graphql_api_id, amountMinor: amountOf(payload, currency), at: payload.processed_at ?? payload.created_at };
}

/** Money that went back. Transactions are in the buyer's currency; where that is another, the refunded goods tell the amount in the shop's. */
function amountOf(payload: RefundPayload, currency: string): number {
  const paid = payload.transactions.filter(({ kind, status }) => kind === "refund" && status === "success");
  if (paid.every((transaction) => (transaction.currency ?? currency) === currency)) return sum(paid.map(({ amount }) => fromDecimal(amount, currency)));
  const sets = [
    ...(payload.refund_line_items ?? []).flatMap(({ subtotal_set, total_tax_set }) => [subtotal_set, total_tax_set]),
    ...(payload.refund_shipping_lines ?? []).flatMap(({ subtotal_amount_set }) => subtotal_amount_set ?? []),
  ];
  return sum(sets.map(({ shop_money }) => fromDecimal(shop_money.amount, currency)));
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
