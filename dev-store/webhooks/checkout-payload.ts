import { checkoutLinePayload } from "./line-payload.ts";
import { discountCodePayload } from "./discount-code-payload.ts";
import { customerPayload, postalAddress } from "./customer-payload.ts";
import { decimal, shopTime, shopTimeOrNull } from "./shopify-format.ts";
import { rawInteger } from "./raw-integer.ts";
import type { Checkout, StoreState } from "../state/types.ts";

/** `checkouts/create` and `checkouts/update`. `cart_token` is without the `?key=` part of the AJAX cart's token. */
export function checkoutPayload(checkout: Checkout, state: StoreState, storeOrigin: string) {
  const { shop } = state;
  const customer = checkout.customerId ? state.customers.get(checkout.customerId) : undefined;
  const lines = checkout.lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
  const text = (minor: number) => decimal(minor, shop.currency);
  const discount = Math.max(0, lines - checkout.totalMinor);
  return {
    id: rawInteger(checkout.id),
    token: checkout.token,
    cart_token: checkout.cartToken,
    email: checkout.email,
    gateway: null,
    buyer_accepts_marketing: customer?.emailConsent.state === "SUBSCRIBED",
    created_at: shopTime(checkout.createdAt, shop),
    updated_at: shopTime(checkout.updatedAt, shop),
    landing_site: null,
    note: null,
    note_attributes: Object.entries(checkout.attributes).map(([name, value]) => ({ name, value })),
    referring_site: null,
    shipping_lines: [],
    taxes_included: false,
    total_weight: 0,
    currency: shop.currency,
    completed_at: shopTimeOrNull(checkout.completedAt, shop),
    closed_at: null,
    user_id: null,
    location_id: null,
    source_identifier: null,
    source_url: null,
    device_id: null,
    phone: null,
    customer_locale: customer?.locale ?? shop.locale,
    line_items: checkout.lines.map((line) => checkoutLinePayload(line, state)),
    name: `#${checkout.id}`,
    source: null,
    abandoned_checkout_url: `${storeOrigin}/checkouts/${checkout.token}/recover`,
    discount_codes: checkout.discountCode ? [discountCodePayload(checkout.discountCode, discount, state)] : [],
    tax_lines: [],
    source_name: "web",
    presentment_currency: shop.currency,
    buyer_accepts_sms_marketing: customer?.smsConsent.state === "SUBSCRIBED",
    sms_marketing_phone: null,
    total_discounts: text(discount),
    total_line_items_price: text(lines),
    total_price: text(checkout.totalMinor),
    total_tax: text(0),
    subtotal_price: text(checkout.totalMinor),
    total_duties: null,
    reservation_token: null,
    billing_address: postalAddress(customer),
    shipping_address: postalAddress(customer),
    customer: customer ? customerPayload(customer, shop) : null,
  };
}
