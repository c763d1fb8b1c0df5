import { createHmac, timingSafeEqual, type KeyObject } from "node:crypto";
import type { Instant } from "~/domain/instant";
import { isRefusal, type Refusal } from "./refusal";

/** Shopify's clock and ours may differ by this much (Shopify's advice for app proxies). */
const SKEW_S = 90;
const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;
const CUSTOMER = /^[1-9]\d{0,19}$/;
const COUNTRY = /^[A-Z]{2}$/;
const DIGEST = /^[0-9a-f]{64}$/;

export interface ProxyCaller {
  shopDomain: string;
  /** Shopify's id of the customer who is logged in, or null. */
  loggedInCustomerId: string | null;
  /** Country whose prices the page shows (ISO 3166), which our blocks add to the address; empty where they did not. */
  market: string;
}

/** Queries kept once their signature was found good; of a shop's callers within one second most are the same to the letter. */
const MOST_KEPT = 1_000;
/** Longer ones are not Shopify's, and would keep much memory. */
const LONGEST_KEPT = 512;

interface SignedQuery {
  caller: ProxyCaller | Refusal;
  /** Seconds, as signed; NaN where it is no timestamp. */
  timestamp: number;
}

/**
 * Reads queries that Shopify signed on the way through the app proxy. What was once found to be signed is remembered, so that
 * its next use costs a look-up; whether it is stale is judged each time. `now` is real time, since Shopify's is.
 */
export function proxyCallerReader(secret: KeyObject): (query: string, now: Instant) => ProxyCaller | Refusal {
  const kept = new Map<string, SignedQuery>();
  return (query, now) => {
    let signed = kept.get(query);
    if (!signed) {
      const read = readSignedQuery(query, secret);
      if (isRefusal(read)) return read;
      signed = read;
      if (kept.size >= MOST_KEPT) kept.clear();
      if (query.length <= LONGEST_KEPT) kept.set(query, signed);
    }
    if (!(Math.abs(now / 1000 - signed.timestamp) <= SKEW_S)) return STALE;
    return signed.caller;
  };
}

const STALE: Refusal = { status: 401, code: "stale", message: "The signature is older than 90 seconds." };

/** Repeated keys joined by ",", sorted, written `key=value` one after the other, HMAC-SHA256 in hex. The body is not signed. */
function readSignedQuery(query: string, secret: KeyObject): SignedQuery | Refusal {
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
  return { timestamp: /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN, caller: callerOf(values) };
}

function callerOf(values: ReadonlyMap<string, string>): ProxyCaller | Refusal {
  const shopDomain = values.get("shop") ?? "";
  if (!SHOP.test(shopDomain)) return { status: 404, code: "unknown-shop", message: "The signature names no shop." };
  const customer = values.get("logged_in_customer_id") ?? "";
  const country = values.get("country") ?? "";
  return { shopDomain, loggedInCustomerId: CUSTOMER.test(customer) ? customer : null, market: COUNTRY.test(country) ? country : "" };
}
