import { createHmac, randomUUID } from "node:crypto";
import { newId } from "../../app/adapters/db/new-id.server.ts";
import type { Instant } from "../../app/domain/instant.ts";
import { secrets } from "./secrets.ts";

/** Something told to the web process by HTTP. */
export interface Fact {
  path: string;
  /** As they are when it is sent: a provider signs anew each time. */
  headers(): Record<string, string>;
  body: string;
  /** Whose storefront it comes through, signed when it is sent as Shopify's proxy does; null where it comes otherwise. */
  proxied: { domain: string; loggedInCustomerId: string } | null;
}

export const sign = (text: string, encoding: "hex" | "base64"): string => createHmac("sha256", secrets.shopify).update(text).digest(encoding);

/** The cart of a customer who is logged in, as the tracker tells of it; from a browser never seen before unless one is named. */
export function cartViewed(domain: string, loggedInCustomerId: string, now: Instant, visitorId: string = randomUUID()): Fact {
  const events = [{
    id: newId(), at: now - 1_000, type: "cart_viewed", page: { path: "/cart", query: "" },
    data: { cart: { token: `cart-${loggedInCustomerId}`, currency: "EUR", totalPrice: 4_900, lines: [{ productId: "7", variantId: "8", quantity: 1, linePrice: 4_900 }] } },
  }];
  return { path: "/proxy/events", headers: () => ({ "content-type": "text/plain" }), body: JSON.stringify({ v: 1, sentAt: now, visitorId, events }), proxied: { domain, loggedInCustomerId } };
}

export function pathOf({ path, proxied }: Fact): string {
  if (proxied === null) return path;
  const pairs = [`logged_in_customer_id=${proxied.loggedInCustomerId}`, "path_prefix=/apps/scenarios", `shop=${proxied.domain}`, `timestamp=${Math.floor(Date.now() / 1000)}`];
  return `${path}?${pairs.join("&")}&signature=${sign([...pairs].sort().join(""), "hex")}`;
}
