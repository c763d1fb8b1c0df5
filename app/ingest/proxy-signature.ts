import { createHmac, timingSafeEqual, type KeyObject } from "node:crypto";
import type { Instant } from "~/domain/instant";
import type { Refusal } from "./refusal";

/** Shopify's clock and ours may differ by this much (Shopify's advice for app proxies). */
const SKEW_S = 90;
const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;
const CUSTOMER = /^[1-9]\d{0,19}$/;
const DIGEST = /^[0-9a-f]{64}$/;

export interface ProxyCaller {
  shopDomain: string;
  /** Shopify's id of the customer who is logged in, or null. */
  loggedInCustomerId: string | null;
}

/**
 * Reads the query that Shopify signed on the way through the app proxy: repeated keys joined by ",", sorted, written
 * `key=value` one after the other, HMAC-SHA256 in hex. The body is not signed. `now` is real time, since Shopify's is.
 */
export function readProxyCaller(query: string, secret: KeyObject, now: Instant): ProxyCaller | Refusal {
  const values = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(query)) {
    const earlier = values.get(key);
    values.set(key, earlier === undefined ? value : `${earlier},${value}`);
  }
  const signature = values.get("signature") ?? "";
  values.delete("signature");
  const pairs: string[] = [];
  for (const [key, value] of values) pairs.push(`${key}=${value}`);
  const expected = createHmac("sha256", secret).update(pairs.sort().join("")).digest();
  if (!DIGEST.test(signature) || !timingSafeEqual(Buffer.from(signature, "hex"), expected)) {
    return { status: 401, code: "unsigned", message: "The query is not signed by Shopify's app proxy." };
  }
  const timestamp = values.get("timestamp") ?? "";
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1000 - Number(timestamp)) > SKEW_S) {
    return { status: 401, code: "stale", message: "The signature is older than 90 seconds." };
  }
  const shopDomain = values.get("shop") ?? "";
  if (!SHOP.test(shopDomain)) return { status: 404, code: "unknown-shop", message: "The signature names no shop." };
  const customer = values.get("logged_in_customer_id") ?? "";
  return { shopDomain, loggedInCustomerId: CUSTOMER.test(customer) ? customer : null };
}
