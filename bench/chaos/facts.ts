import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import twilio from "twilio";
import type { Instant } from "../../app/domain/instant.ts";
import { sign, type Fact } from "../installation/facts.ts";
import type { Delivered } from "../installation/mail-provider.ts";
import type { Shown } from "../installation/push-service.ts";
import { secrets } from "../installation/secrets.ts";
import type { SentText } from "../installation/text-provider.ts";
import { DOMAIN, emailOf, phoneOf, shopifyIdOf } from "./chaos-shop.ts";

function webhook(topic: string, payload: unknown, now: Instant): Fact {
  const body = JSON.stringify(payload);
  const headers = {
    "content-type": "application/json", "x-shopify-topic": topic, "x-shopify-shop-domain": DOMAIN, "x-shopify-hmac-sha256": sign(body, "base64"),
    "x-shopify-webhook-id": randomUUID(), "x-shopify-triggered-at": new Date(now).toISOString(),
  };
  return { path: "/webhooks/shopify", body, proxied: null, headers: () => headers };
}

export function orderPlaced(index: number, now: Instant, cancelledAt: Instant | null = null): Fact {
  const money = { shop_money: { amount: "49.00", currency_code: "EUR" } };
  return webhook(cancelledAt === null ? "orders/create" : "orders/cancelled", {
    admin_graphql_api_id: `gid://shopify/Order/${5_000_000 + index}`, name: `#${index}`, email: emailOf(index), cart_token: `cart-${index}`, created_at: new Date(now).toISOString(),
    updated_at: new Date(cancelledAt ?? now).toISOString(), cancelled_at: cancelledAt === null ? null : new Date(cancelledAt).toISOString(), total_price_set: money, note_attributes: [], refunds: [],
    customer: { admin_graphql_api_id: `gid://shopify/Customer/${shopifyIdOf(index)}`, email: emailOf(index), phone: phoneOf(index), first_name: "Ola", last_name: "Nowak" },
    line_items: [{ admin_graphql_api_id: `gid://shopify/LineItem/${6_000_000 + index}`, title: "Linen apron", quantity: 1, product_id: 7, variant_id: 8, price_set: money }],
  }, cancelledAt ?? now);
}

export const consentWithdrawn = (index: number, now: Instant): Fact =>
  webhook("customers_email_marketing_consent/update", { customer_id: Number(shopifyIdOf(index)), email_marketing_consent: { state: "unsubscribed", opt_in_level: "single_opt_in", consent_updated_at: new Date(now).toISOString() } }, now);

const signer = new Webhook(secrets.resendWebhook);

export function delivery({ providerId, tags }: Delivered, now: Instant): Fact {
  const body = JSON.stringify({ type: "email.delivered", created_at: new Date(now).toISOString(), data: { email_id: providerId, tags } });
  const id = randomUUID();
  const headers = (): Record<string, string> => {
    const at = new Date();
    return { "content-type": "application/json", "svix-id": id, "svix-timestamp": String(Math.floor(at.getTime() / 1000)), "svix-signature": signer.sign(id, at, body) };
  };
  return { path: "/webhooks/resend", body, proxied: null, headers };
}

/** Under which the app reaches the world; providers sign the addresses that they were given. */
export const APP_URL = "https://app.example";

function ofTwilio(url: string, form: Record<string, string>): Fact {
  const signature = twilio.getExpectedTwilioSignature(secrets.twilio.authToken, url, form);
  return { path: url.slice(APP_URL.length), body: new URLSearchParams(form).toString(), proxied: null, headers: () => ({ "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature }) };
}

export const textStatus = ({ sid, callback, to, from }: SentText, status: "sent" | "delivered"): Fact =>
  ofTwilio(callback, { AccountSid: secrets.twilio.accountSid, MessageSid: sid, MessageStatus: status, To: to, From: from });

/** Somebody answers STOP, whether a text message has come by then or not. */
export const stopSaid = (index: number): Fact =>
  ofTwilio(`${APP_URL}/webhooks/twilio`, { AccountSid: secrets.twilio.accountSid, MessageSid: `SMstop${index}`, From: phoneOf(index), To: secrets.twilio.sender, Body: "STOP" });

/** The service worker tells that it showed a web push. */
export const displayed = ({ displayed: url }: Shown): Fact => ({ path: url.slice(APP_URL.length), body: "", proxied: null, headers: () => ({}) });
