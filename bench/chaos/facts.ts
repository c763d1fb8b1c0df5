import { createHmac, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { newId } from "../../app/adapters/db/new-id.server.ts";
import type { Instant } from "../../app/domain/instant.ts";
import { DOMAIN, emailOf, shopifyIdOf } from "./chaos-shop.ts";
import type { Delivered } from "./mail-provider.ts";
import { secrets } from "./secrets.ts";

export interface Fact {
  path: string;
  headers: Record<string, string>;
  body: string;
}

const hmac = (text: string, encoding: "hex" | "base64") => createHmac("sha256", secrets.shopify).update(text).digest(encoding);

/** The cart of a customer who is logged in, as the tracker tells of it. */
export function cartViewed(index: number, now: Instant): Fact {
  const events = [
    { id: newId(), at: now - 2_000, type: "page_viewed", page: { path: "/cart", query: "" } },
    { id: newId(), at: now - 1_000, type: "cart_viewed", page: { path: "/cart", query: "" }, data: { cart: { token: `cart-${index}`, currency: "EUR", totalPrice: 4_900, lines: [{ productId: "7", variantId: "8", quantity: 1, linePrice: 4_900 }] } } },
  ];
  return { path: "/proxy/events", headers: { "content-type": "text/plain", "x-caller": shopifyIdOf(index) }, body: JSON.stringify({ v: 1, sentAt: now, visitorId: randomUUID(), events }) };
}

/** `logged_in_customer_id` is signed with the time of the sending, as Shopify's proxy does. */
export function signedPath({ path, headers }: Fact): string {
  const caller = headers["x-caller"];
  if (caller === undefined) return path;
  const pairs = [`logged_in_customer_id=${caller}`, "path_prefix=/apps/scenarios", `shop=${DOMAIN}`, `timestamp=${Math.floor(Date.now() / 1000)}`];
  return `${path}?${pairs.join("&")}&signature=${hmac([...pairs].sort().join(""), "hex")}`;
}

function webhook(topic: string, payload: unknown, now: Instant): Fact {
  const body = JSON.stringify(payload);
  return {
    path: "/webhooks/shopify", body,
    headers: {
      "content-type": "application/json", "x-shopify-topic": topic, "x-shopify-shop-domain": DOMAIN, "x-shopify-hmac-sha256": hmac(body, "base64"),
      "x-shopify-webhook-id": randomUUID(), "x-shopify-triggered-at": new Date(now).toISOString(),
    },
  };
}

export function orderPlaced(index: number, now: Instant, cancelledAt: Instant | null = null): Fact {
  const money = { shop_money: { amount: "49.00", currency_code: "EUR" } };
  return webhook(cancelledAt === null ? "orders/create" : "orders/cancelled", {
    admin_graphql_api_id: `gid://shopify/Order/${5_000_000 + index}`, name: `#${index}`, email: emailOf(index), cart_token: `cart-${index}`, created_at: new Date(now).toISOString(),
    updated_at: new Date(cancelledAt ?? now).toISOString(), cancelled_at: cancelledAt === null ? null : new Date(cancelledAt).toISOString(), total_price_set: money, note_attributes: [], refunds: [],
    customer: { admin_graphql_api_id: `gid://shopify/Customer/${shopifyIdOf(index)}`, email: emailOf(index), first_name: "Ola", last_name: "Nowak" },
    line_items: [{ admin_graphql_api_id: `gid://shopify/LineItem/${6_000_000 + index}`, title: "Linen apron", quantity: 1, product_id: 7, variant_id: 8, price_set: money }],
  }, cancelledAt ?? now);
}

export const consentWithdrawn = (index: number, now: Instant): Fact =>
  webhook("customers_email_marketing_consent/update", { customer_id: Number(shopifyIdOf(index)), email_marketing_consent: { state: "unsubscribed", opt_in_level: "single_opt_in", consent_updated_at: new Date(now).toISOString() } }, now);

const signer = new Webhook(secrets.resendWebhook);

export function delivery({ providerId, tags }: Delivered, now: Instant): Fact {
  const body = JSON.stringify({ type: "email.delivered", created_at: new Date(now).toISOString(), data: { email_id: providerId, tags } });
  const id = randomUUID();
  const at = new Date();
  return { path: "/webhooks/resend", body, headers: { "content-type": "application/json", "svix-id": id, "svix-timestamp": String(Math.floor(at.getTime() / 1000)), "svix-signature": signer.sign(id, at, body) } };
}
