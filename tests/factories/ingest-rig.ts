import { createHmac, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { pino } from "pino";
import { MovableClock } from "~/adapters/clock/movable-clock";
import { createSign } from "~/adapters/crypto/create-sign.server";
import { newId } from "~/adapters/db/new-id.server";
import { signToken } from "~/domain/message/link-token";
import type { StorefrontBatch, StorefrontEvent } from "~/domain/event/storefront-batch";
import { STOREFRONT_LIMITS, type RateLimits } from "~/ingest/rate-limits";
import { storefrontEvents } from "~/ingest/storefront-events.server";
import { openTestDatabase } from "../setup/test-database";

const ORDER = { Event: "id", Visitor: "firstSeenAt", Cart: "token", EventSeen: "key", PriceSeen: "variantId", Favourite: "productId", UndefinedEvent: "name" } as const;
const SECRET = "the-app-secret";
const sign = createSign("0123456789abcdef0123456789abcdef");
/** Real time; domain time stands a day later, as when somebody moved the clock. */
const REAL = Date.UTC(2026, 6, 1, 10);
export const NOW = Date.UTC(2026, 6, 2, 10);
export const DOMAIN = "juniper-and-clay.myshopify.com";

export interface Call {
  shop?: string;
  customer?: string;
  /** Country whose prices the page shows, as our blocks add it to the address. */
  country?: string;
  timestamp?: number;
  /** Changes the query after it was signed. */
  tamper?: (query: URLSearchParams) => void;
  method?: string;
}

type Answer = { status: number; body: { accepted?: number; duplicates?: number; error?: { code: string; message: string; path?: string } }; headers: Headers };

/** The ingestion endpoint on a real HTTP server and a real database with one installed shop. */
export async function openIngest(limits: RateLimits = STOREFRONT_LIMITS) {
  const { db, close } = await openTestDatabase();
  const clock = Object.assign(new MovableClock(NOW, true), { real: () => REAL });
  const woken: string[] = [];
  const context = { env: { SHOPIFY_API_SECRET: SECRET }, log: pino({ level: "silent" }), clock, db, newId, sign, wake: { wake: (name: string) => void woken.push(name) } };
  const { listener, counts } = storefrontEvents(context, limits);
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const shopId = await db.write(async (tx) => {
    const { id } = await tx.acrossShops.insertInto("Shop").values({
      domain: DOMAIN, shopifyId: "1", name: "Juniper & Clay", email: "hello@juniper.example", currency: "EUR", timeZone: "Europe/Warsaw", locale: "en",
      senderName: "Juniper & Clay", senderEmail: "hello@juniper.example", senderVerifiedAt: NOW, clickWindowDays: 5, openWindowDays: 1,
      proxyPath: "/apps/scenarios", storefrontUrl: null, installedAt: NOW, uninstalledAt: null,
    }).returning("id").executeTakeFirstOrThrow();
    return id;
  });

  const post = async (body: string | Uint8Array<ArrayBuffer>, { shop = DOMAIN, customer = "", country, timestamp = REAL / 1000, tamper, method = "POST" }: Call = {}): Promise<Answer> => {
    const query = new URLSearchParams({ shop, logged_in_customer_id: customer, path_prefix: "/apps/scenarios", timestamp: String(timestamp), ...(country === undefined ? {} : { country }) });
    query.set("signature", createHmac("sha256", SECRET).update([...query].map(([key, value]) => `${key}=${value}`).sort().join("")).digest("hex"));
    tamper?.(query);
    const answer = await fetch(`${origin}/proxy/events?${query}`, { method, ...(method === "GET" ? {} : { body }) });
    return { status: answer.status, body: (await answer.json()) as Answer["body"], headers: answer.headers };
  };

  return {
    db, clock, counts, shopId, woken, origin, post,
    send: (batch: StorefrontBatch, call?: Call) => post(JSON.stringify(batch), call),
    /** Events and visitors in the order in which they were stored, the others by their key. */
    rows: <T extends keyof typeof ORDER>(table: T) => db.forShop(shopId).selectFrom(table).selectAll().orderBy(sql.ref(ORDER[table])).execute(),
    addCustomer: (id: string, shopifyId: string) => db.write((tx) => tx.forShop(shopId).insertInto("Customer").values({
      shopId, id, shopifyId, email: `${id}@example.com`, phone: null, firstName: "Ola", lastName: "Nowak", locale: null, countryCode: null, city: null,
      ordersCount: 0, totalSpentMinor: 0, currency: "EUR", lastOrderAt: null, shopifyUpdatedAt: null, totalsUpdatedAt: null, createdAt: NOW, updatedAt: NOW, deletedAt: null,
    }).execute()),
    /** A message to the customer; answers the token that its links carry. */
    async addMessage(customerId: string): Promise<{ messageId: string; token: string }> {
      const messageId = newId();
      await db.write((tx) => tx.forShop(shopId).insertInto("Message").values({
        shopId, id: messageId, effectId: messageId, runId: "run", scenarioId: "scenario", versionId: "version", stepId: "step", customerId, channel: "email",
        status: "handed-over", reason: null, detail: null, toAddress: null, subject: null, batchId: null, providerId: null, attempts: 1, dueAt: null, queuedAt: NOW,
        handedOverAt: NOW, deliveredAt: null, openedAt: null, machineOpenedAt: null, clickedAt: null, machineClickedAt: null, bouncedAt: null,
        complainedAt: null, unsubscribedAt: null, failedAt: null, suppressedAt: null,
      }).execute());
      return { messageId, token: signToken({ kind: "follow", shopId, messageId, link: 0 }, sign) };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
    },
  };
}

export type Ingest = Awaited<ReturnType<typeof openIngest>>;

/** A batch just sent by a browser whose clock is right. */
export function batch(events: StorefrontEvent[], over: Partial<StorefrontBatch> = {}): StorefrontBatch {
  return { v: 1, sentAt: NOW, visitorId: randomUUID(), events, ...over };
}

const envelope = (at: number) => ({ id: randomUUID(), at, page: { path: "/", query: "" } });

export const pageViewed = (path = "/", at = NOW, query = ""): StorefrontEvent => ({ ...envelope(at), page: { path, query }, type: "page_viewed" });

export const cartEvent = (type: "cart_viewed" | "cart_updated", token: string, quantities: number[], at = NOW, currency = "EUR"): StorefrontEvent => ({
  ...envelope(at),
  type,
  data: { cart: { token, currency, totalPrice: quantities.reduce((sum, quantity) => sum + quantity * 4900, 0), lines: quantities.map((quantity, n) => ({ productId: `${501 + n}`, variantId: `${601 + n}`, quantity, linePrice: quantity * 4900 })) } },
});

export const addedToCart = (price = 4900, currency = "EUR", at = NOW): StorefrontEvent => ({ ...envelope(at), type: "product_added_to_cart", data: { productId: "501", variantId: "601", quantity: 2, price, currency } });

const PRICE = { price: 4900, currency: "EUR", productId: "501", variantId: "601" };

export const productViewed = (over: Partial<typeof PRICE> = {}, at = NOW): StorefrontEvent => ({ ...envelope(at), type: "product_viewed", data: { ...PRICE, ...over } });

export const favouriteAdded = (over: Partial<typeof PRICE> = {}, at = NOW): StorefrontEvent => ({ ...envelope(at), type: "favourite_added", data: { ...PRICE, ...over } });

export const favouriteRemoved = (productId = "501", at = NOW): StorefrontEvent => ({ ...envelope(at), type: "favourite_removed", data: { productId, variantId: "601" } });

export const linkFollowed = (token: string, at = NOW): StorefrontEvent => ({ ...envelope(at), type: "message_link_followed", data: { token } });

export const customEvent = (name: string, properties: Record<string, unknown> = {}, at = NOW): StorefrontEvent => ({ ...envelope(at), type: "custom_event", data: { name, properties } });
