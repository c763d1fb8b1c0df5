import { createHmac } from "node:crypto";
import { newId } from "../app/adapters/db/new-id.server.ts";
import { percentile } from "./bench.ts";
import { BENCH_SECRET, BENCH_SHOPS } from "./ingest-shops.ts";
import { postOf, sendAll } from "./installation/send-all.ts";

export interface LoadReport {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  refused: number;
  firstRefusal: string;
}

const VISITORS = 5_000;

/** Sends them and tells how long it took. */
async function main(port: number, warmUp: number, count: number, connections: number): Promise<LoadReport> {
  const visitors = Array.from({ length: VISITORS }, newId);
  const requests = Array.from({ length: warmUp + count }, (_, n) => request(n, visitors[(n * 7919) % VISITORS] ?? ""));
  const { seconds, latencies, ...refusals } = await sendAll(port, requests, { connections, warmUp });
  return { perSecond: count / seconds, p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99), ...refusals };
}

function request(n: number, visitorId: string): Buffer {
  const query = signedQuery(BENCH_SHOPS[n % BENCH_SHOPS.length] ?? "");
  const now = Date.now();
  const body = JSON.stringify({ v: 1, sentAt: now, visitorId, events: [event(n, now - 900)] });
  return postOf(`/proxy/events?${query}`, {
    "content-type": "text/plain;charset=UTF-8", "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "x-forwarded-for": "203.0.113.7", "x-request-id": "5f0c3c4e-8a6e-4a7e-9a54-0d6b1f6f2d11",
  }, body);
}

/** What shoppers do, roughly in the proportion in which they do it; ids are UUIDv7, as the tracker makes them. */
function event(n: number, at: number): object {
  const page = { path: `/products/linen-apron-${n % 40}`, query: n % 5 === 0 ? "?utm_source=newsletter" : "" };
  const productId = String(7_000_000_000_000 + (n % 40));
  const variantId = String(8_000_000_000_000 + (n % 40));
  const envelope = { id: newId(), at, page };
  const kind = n % 20;
  if (kind < 11) return { ...envelope, type: "page_viewed" };
  if (kind < 16) return { ...envelope, type: "product_viewed", data: { productId, variantId, price: 4900, currency: "EUR" } };
  if (kind < 18) return { ...envelope, type: "product_added_to_cart", data: { productId, variantId, quantity: 1, price: 4900, currency: "EUR" } };
  const cart = { token: `cart-${n % VISITORS}`, currency: "EUR", totalPrice: 9800, lines: [{ productId, variantId, quantity: 2, linePrice: 9800 }] };
  return { ...envelope, type: kind === 18 ? "cart_updated" : "cart_viewed", data: { cart } };
}

const queries = new Map<string, string>();

function signedQuery(shop: string): string {
  const known = queries.get(shop);
  if (known) return known;
  const pairs = [`logged_in_customer_id=`, `path_prefix=/apps/scenarios`, `shop=${shop}`, `timestamp=${Math.floor(Date.now() / 1000)}`];
  const query = `${pairs.join("&")}&signature=${createHmac("sha256", BENCH_SECRET).update([...pairs].sort().join("")).digest("hex")}`;
  queries.set(shop, query);
  return query;
}

const [port, warmUp, count, connections] = process.argv.slice(2).map(Number);
if (!port || warmUp === undefined || !count || !connections) throw new Error("usage: ingest-load.ts PORT WARM-UP COUNT CONNECTIONS");
const report = await main(port, warmUp, count, connections);
process.send?.(report);
