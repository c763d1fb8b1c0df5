import { decimal, gid, moneySet, shopTime } from "./shopify-format.ts";
import { rawInteger } from "./raw-integer.ts";
import type { Order, Refund, StoreState } from "../state/types.ts";

/** `refunds/create`. The local shop refunds amounts, not lines, so the amount stands in the transaction. */
export function refundPayload(refund: Refund, order: Order, state: StoreState) {
  const { shop } = state;
  const at = shopTime(refund.createdAt, shop);
  // Transactions spell the key `currency`, unlike every other money set.
  const unsettled = { amount: decimal(0, order.currency), currency: order.currency };
  return {
    id: rawInteger(refund.id),
    order_id: rawInteger(refund.orderId),
    created_at: at,
    note: refund.note,
    user_id: null,
    processed_at: at,
    duties: [],
    total_duties_set: moneySet(0, order.currency),
    return: null,
    refund_shipping_lines: [],
    restock: false,
    admin_graphql_api_id: gid("Refund", refund.id),
    order_adjustments: [],
    refund_line_items: [],
    transactions: [
      {
        id: rawInteger(refund.id),
        order_id: rawInteger(refund.orderId),
        kind: "refund",
        gateway: "bogus",
        status: "success",
        message: null,
        created_at: at,
        test: false,
        authorization: null,
        location_id: null,
        user_id: null,
        parent_id: null,
        processed_at: at,
        device_id: null,
        error_code: null,
        source_name: "web",
        payment_id: `#${order.number}.1`,
        amount: decimal(refund.amountMinor, order.currency),
        currency: order.currency,
        receipt: {},
        admin_graphql_api_id: gid("OrderTransaction", refund.id),
        amount_rounding: null,
        manual_payment_gateway: false,
        total_unsettled_set: { shop_money: unsettled, presentment_money: unsettled },
      },
    ],
  };
}
