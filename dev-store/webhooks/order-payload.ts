import { customerPayload, defaultAddress, postalAddress } from "./customer-payload.ts";
import { decimal, gid, moneySet, shopTime, shopTimeOrNull } from "./shopify-format.ts";
import { discountCodePayload } from "./discount-code-payload.ts";
import { orderLinePayload } from "./line-payload.ts";
import { rawInteger } from "./raw-integer.ts";
import { refundPayload } from "./refund-payload.ts";
import type { Order, StoreState } from "../state/types.ts";

/** `orders/create`, `orders/updated`, `orders/cancelled`: the whole order, whatever changed. */
export function orderPayload(order: Order, state: StoreState) {
  const { shop } = state;
  const customer = order.customerId ? state.customers.get(order.customerId) : undefined;
  const lines = order.lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
  const discounts = Math.max(0, lines - order.totalMinor);
  const refunded = order.refunds.reduce((sum, refund) => sum + refund.amountMinor, 0);
  const left = order.cancelledAt === null ? order.totalMinor - refunded : 0;
  const text = (minor: number) => decimal(minor, order.currency);
  const set = (minor: number) => moneySet(minor, order.currency);
  return {
    id: rawInteger(order.id),
    admin_graphql_api_id: gid("Order", order.id),
    app_id: null,
    browser_ip: null,
    buyer_accepts_marketing: customer?.emailConsent.state === "SUBSCRIBED",
    cancel_reason: order.cancelledAt === null ? null : "customer",
    cancelled_at: shopTimeOrNull(order.cancelledAt, shop),
    cart_token: order.cartToken,
    checkout_token: order.checkoutToken,
    client_details: null,
    closed_at: null,
    confirmation_number: null,
    confirmed: true,
    contact_email: order.email,
    created_at: shopTime(order.createdAt, shop),
    currency: order.currency,
    current_shipping_price_set: set(0),
    current_subtotal_price: text(left),
    current_subtotal_price_set: set(left),
    current_total_additional_fees_set: null,
    current_total_discounts: text(discounts),
    current_total_discounts_set: set(discounts),
    current_total_duties_set: null,
    current_total_price: text(left),
    current_total_price_set: set(left),
    current_total_tax: text(0),
    current_total_tax_set: set(0),
    customer_locale: customer?.locale ?? shop.locale,
    device_id: null,
    discount_codes: order.discountCodes.map((code) => discountCodePayload(code, discounts, state)),
    duties_included: false,
    email: order.email,
    estimated_taxes: false,
    financial_status: financialStatus(order, refunded),
    fulfillment_status: null,
    landing_site: null,
    landing_site_ref: null,
    location_id: null,
    merchant_business_entity_id: "MTU0ODM4MDAwOQ",
    merchant_of_record_app_id: null,
    name: `#${order.number}`,
    note: null,
    note_attributes: Object.entries(order.attributes).map(([name, value]) => ({ name, value })),
    number: order.number,
    order_number: order.number,
    order_status_url: `https://${shop.domain}/${shop.id}/orders/${order.checkoutToken ?? order.id}/authenticate?key=local`,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    payment_gateway_names: ["bogus"],
    phone: null,
    po_number: null,
    presentment_currency: order.currency,
    processed_at: shopTime(order.createdAt, shop),
    reference: null,
    referring_site: null,
    source_identifier: null,
    source_name: "web",
    source_url: null,
    subtotal_price: text(order.totalMinor),
    subtotal_price_set: set(order.totalMinor),
    tags: "",
    tax_exempt: false,
    tax_lines: [],
    taxes_included: false,
    test: false,
    token: order.checkoutToken ?? order.id,
    total_cash_rounding_payment_adjustment_set: set(0),
    total_cash_rounding_refund_adjustment_set: set(0),
    total_discounts: text(discounts),
    total_discounts_set: set(discounts),
    total_line_items_price: text(lines),
    total_line_items_price_set: set(lines),
    total_outstanding: text(0),
    total_price: text(order.totalMinor),
    total_price_set: set(order.totalMinor),
    total_shipping_price_set: set(0),
    total_tax: text(0),
    total_tax_set: set(0),
    total_tip_received: text(0),
    total_weight: 0,
    updated_at: shopTime(order.updatedAt, shop),
    user_id: null,
    billing_address: postalAddress(customer),
    shipping_address: postalAddress(customer),
    customer: customer ? orderCustomer(customerPayload(customer, shop), defaultAddress(customer)) : null,
    discount_applications: [],
    fulfillments: [],
    line_items: order.lines.map((line) => orderLinePayload(line, state)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundPayload(refund, order, state)),
    shipping_lines: [],
    returns: [],
    line_item_groups: [],
  };
}

function orderCustomer(payload: ReturnType<typeof customerPayload>, address: ReturnType<typeof defaultAddress>) {
  const { addresses: _addresses, ...rest } = payload;
  return { ...rest, ...(address ? { default_address: address } : {}) };
}

function financialStatus(order: Order, refunded: number): string {
  if (refunded === 0) return order.cancelledAt === null ? "paid" : "voided";
  return refunded >= order.totalMinor ? "refunded" : "partially_refunded";
}
