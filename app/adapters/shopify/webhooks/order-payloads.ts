import { z } from "zod";
import { decimalText, gid, instantText, numericId } from "../shapes";
import { customerPayload } from "./customer-payloads";

const moneySet = z.object({ shop_money: z.object({ amount: decimalText, currency_code: z.string() }) });
const attributes = z.array(z.object({ name: z.string(), value: z.unknown() })).nullish();

export const refundPayload = z.object({
  admin_graphql_api_id: gid("Refund"),
  order_id: numericId,
  processed_at: instantText.nullish(),
  created_at: instantText,
  /** Amounts are in `currency`, which is the shop's where it is null. */
  transactions: z.array(z.object({ kind: z.string(), status: z.string(), amount: decimalText, currency: z.string().nullish() })),
  refund_line_items: z.array(z.object({ subtotal_set: moneySet, total_tax_set: moneySet })).nullish(),
  refund_shipping_lines: z.array(z.object({ subtotal_amount_set: moneySet.optional() })).nullish(),
});

export const orderPayload = z.object({
  admin_graphql_api_id: gid("Order"),
  name: z.string(),
  email: z.string().nullish(),
  cart_token: z.string().nullish(),
  checkout_token: z.string().nullish(),
  created_at: instantText,
  processed_at: instantText.nullish(),
  updated_at: instantText,
  cancelled_at: instantText.nullish(),
  total_price_set: moneySet,
  note_attributes: attributes,
  discount_codes: z.array(z.object({ code: z.string() })).nullish(),
  customer: customerPayload.nullish(),
  line_items: z.array(z.object({
    admin_graphql_api_id: gid("LineItem"),
    title: z.string(),
    quantity: z.number().int(),
    product_id: numericId.nullish(),
    variant_id: numericId.nullish(),
    price_set: moneySet,
    total_discount_set: moneySet.nullish(),
  })),
  refunds: z.array(refundPayload).nullish(),
});

export const checkoutPayload = z.object({
  token: z.string().min(1),
  cart_token: z.string().nullish(),
  email: z.string().nullish(),
  created_at: instantText,
  updated_at: instantText,
  completed_at: instantText.nullish(),
  abandoned_checkout_url: z.string().nullish(),
  currency: z.string(),
  total_price: decimalText,
  note_attributes: attributes,
  customer: customerPayload.nullish(),
  line_items: z.array(z.object({ product_id: numericId.nullish(), variant_id: numericId.nullish(), quantity: z.number().int(), line_price: decimalText })),
});

export type RefundPayload = z.infer<typeof refundPayload>;
export type OrderPayload = z.infer<typeof orderPayload>;
export type CheckoutPayload = z.infer<typeof checkoutPayload>;
