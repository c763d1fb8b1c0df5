import fc from "fast-check";
import type { Database } from "~/adapters/db/database.server";
import { DAY, HOUR, type Instant } from "~/domain/instant";
import { T0 } from "./engine-world";
import { addTraits } from "./traits";

/** Everything that segments ask about, of one customer, in plain words. */
export interface Person {
  id: string;
  tags: string[];
  ordersCount: number;
  totalSpentMinor: number;
  consents: Record<string, "pending" | "granted" | "withdrawn">;
  /** By key; a cleared one is null. */
  traits: Record<string, string | number | null>;
  orders: { at: Instant; cancelled: boolean; totalMinor: number; refundedMinor: number; products: string[]; codes: string[] }[];
  events: { type: string; at: Instant; properties: Record<string, unknown> }[];
  messages: { channel: "email" | "sms" | "push"; scenarioId: string; sentAt: Instant | null; seen: { kind: "open" | "click" | "unsubscribe-page"; at: Instant; judged: "pending" | "human" | "machine" }[] }[];
  country: string | null;
  city: string | null;
  locale: string | null;
  email: string | null;
  phone: string | null;
  createdAt: Instant;
  /** Ids of the segments of Shopify's that the customer is in. */
  shopifySegments: string[];
}

export const NOW: Instant = T0;
export const TAGS = ["VIP", "vip", "Vip", "łódź", "ŁÓDŹ", "50%_off"];
export const PRODUCTS = { p1: { vendor: "Acme", type: "Shoes" }, p2: { vendor: "ACME", type: "Żółte" }, p3: { vendor: "Other", type: "shoes" } } as const;
export const COLLECTIONS: Readonly<Record<string, readonly string[]>> = { k1: ["p1", "p2", "gone"], k2: ["p3"], k3: ["p1", "p3"] };
export const CODES = ["THANKS", "WELCOME-1"];
export const SCENARIOS = ["s1", "s2"];
export const TEXTS = ["Warszawa", "warszawa", "ŁÓDŹ", "łódź", "a%b", "a_b\\c", "line\nbreak", "\u0001x", "", "O'Hara"];
export const READ_IN_SHOPIFY = ["11", "12"];
/** Its reading has not come to its end. */
export const UNREAD_IN_SHOPIFY = "13";
export const IN_SHOPIFY = [...READ_IN_SHOPIFY, UNREAD_IN_SHOPIFY];
export const DAYS_BACK = [1, 7, 30, 31];

/** Instants on, just before and just after what conditions ask for. */
const ago = fc.oneof(
  fc.constantFrom(...DAYS_BACK).chain((days) => fc.constantFrom(-1, 0, 1).map((off) => NOW - days * DAY + off)),
  fc.integer({ min: 0, max: 60 * DAY }).map((back) => NOW - back),
  fc.constantFrom(Date.parse("2026-03-08T22:59:59.999Z"), Date.parse("2026-03-08T23:00:00Z"), Date.parse("2026-03-09T23:00:00Z"), NOW + HOUR),
);
const amount = fc.constantFrom(0, 999, 1_000, 5_000, 12_345);
const text = fc.constantFrom(...TEXTS);
const some = <T>(each: fc.Arbitrary<T>, most: number): fc.Arbitrary<T[]> => fc.array(each, { maxLength: most });
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });

const order = fc.record({
  at: ago, cancelled: fc.boolean(), totalMinor: amount, refundedMinor: fc.constantFrom(0, 0, 999), products: fc.uniqueArray(fc.constantFrom("p1", "p2", "p3", "gone"), { maxLength: 2 }), codes: fc.uniqueArray(fc.constantFrom(...CODES), { maxLength: 2 }),
});

/** As events keep days, times and lists, and what only looks alike. */
const kept = fc.constantFrom<unknown>(
  "2026-03-09", "2026-03-10", "2026-02-08", "2026-03-11", "2026-03-1", "20x6-03-09", "2026-03-09T12:00:00+01:00", "2026-03-10T12:00:00+01:00", "2026-03-10T12:00:01+01:00", "2026-03-09T11:59:59.999+01:00", "2026-03-10t11:00:00+01:00",
  [], ["Red"], ["red", "BLUE", "Żółty"], ["żółty", 3, null, ["red"]], ["a%b", "", "Red", "red"],
);

const anything = fc.oneof(text, kept, fc.constantFrom(0, 1, -3, 2.5, 1e21, 100), fc.boolean(), fc.constantFrom(null, [], ["a"], { minor: 500, currency: "EUR" }, "\ud800 alone", "nul\u0000"));
const event = fc.record({
  type: fc.constantFrom("page_viewed", "product_viewed", "product_added_to_cart", "cart_viewed", "order_placed", "message_link_followed", "custom_event"), at: ago,
  properties: fc.record({
    page: fc.record({ path: text, query: text }), productId: fc.oneof(fc.constantFrom("p1", "p2"), anything), priceMinor: fc.oneof(amount, anything), quantity: fc.constantFrom(1, 2, 3),
    cart: fc.record({ totalMinor: amount }), name: fc.constantFrom("quiz_done", "other"), properties: fc.dictionary(fc.constantFrom("score", "colour", "when"), fc.oneof(anything, kept), { maxKeys: 3 }),
  }, { requiredKeys: ["page"] }),
});

const message = fc.record({
  channel: fc.constantFrom("email" as const, "sms" as const, "push" as const), scenarioId: fc.constantFrom(...SCENARIOS), sentAt: maybe(ago),
  seen: some(fc.record({ kind: fc.constantFrom("open" as const, "click" as const, "unsubscribe-page" as const), at: ago, judged: fc.constantFrom("pending" as const, "human" as const, "machine" as const) }), 3),
});

export const person = fc.record({
  tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 3 }), ordersCount: fc.nat(4), totalSpentMinor: amount,
  consents: fc.dictionary(fc.constantFrom("newsletter", "sms"), fc.constantFrom("pending" as const, "granted" as const, "withdrawn" as const), { maxKeys: 2 }),
  traits: fc.record({
    string: maybe(text), text: maybe(text), choice: maybe(fc.constantFrom("S", "M", "XL")), url: maybe(fc.constantFrom("https://a.example/X", "https://b.example")),
    boolean: maybe(fc.constantFrom(0, 1)), date: maybe(fc.constantFrom("2026-03-09", "2026-03-10", "2026-03-03", "2026-02-08", "2026-03-11")), date_time: maybe(ago), money: maybe(amount), integer: maybe(fc.integer({ min: -2, max: 3 })),
  }, { requiredKeys: [] }),
  orders: some(order, 4), events: some(event, 5), messages: some(message, 3),
  country: maybe(fc.constantFrom("PL", "CZ", "")), city: maybe(text), locale: maybe(fc.constantFrom("pl", "pl-PL", "PL-pl", "cs-CZ", "plx")),
  email: maybe(fc.constantFrom("ola@example.com", "")), phone: maybe(fc.constantFrom("+48500100200")), createdAt: ago,
  shopifySegments: fc.subarray(IN_SHOPIFY),
});

/** Puts people, with the shop's consents, traits and products, into the database. */
export async function addPeople(db: Database, shopId: number, people: readonly Person[]): Promise<void> {
  await addTraits(db, shopId);
  await db.write(async (tx) => {
    const own = tx.forShop(shopId);
    await own.insertInto("Consent").values(["newsletter", "sms"].map((key) => ({ shopId, id: `c-${key}`, key, name: key, channels: "[]", shopify: null }))).execute();
    await own.insertInto("Product").values(Object.entries(PRODUCTS).map(([id, product]) => ({ shopId, id, title: id, handle: id, ...product, imageUrl: null, status: "ACTIVE", tags: "[]", updatedAt: 0, deletedAt: null }))).execute();
    for (const id of IN_SHOPIFY) await own.insertInto("ShopifySegment").values({ shopId, id, name: id, query: "", readAt: 0, filledAt: READ_IN_SHOPIFY.includes(id) ? 0 : null, pass: 1, found: 0, strangers: 0, attempts: 0 }).execute();
    await own.insertInto("ProductCollection").values(Object.entries(COLLECTIONS).flatMap(([collectionId, products]) => products.map((productId) => ({ shopId, collectionId, productId, seenAt: 0 })))).execute();
    for (const of of people) {
      for (const segmentId of of.shopifySegments) await own.insertInto("ShopifySegmentMember").values({ shopId, segmentId, customerId: of.id, pass: 1 }).execute();
      await own.insertInto("Customer").values({
        shopId, id: of.id, shopifyId: null, email: of.email, phone: of.phone, firstName: "", lastName: "", locale: of.locale, countryCode: of.country, city: of.city, ordersCount: of.ordersCount,
        totalSpentMinor: of.totalSpentMinor, currency: "EUR", lastOrderAt: null, shopifyUpdatedAt: null, totalsUpdatedAt: null, createdAt: of.createdAt, updatedAt: of.createdAt, deletedAt: null, mergedIntoId: null,
      }).execute();
      for (const tag of of.tags) await own.insertInto("CustomerTag").values({ shopId, customerId: of.id, tag, addedAt: 0, source: "hand" }).execute();
      for (const [key, state] of Object.entries(of.consents)) await own.insertInto("CustomerConsent").values({ shopId, customerId: of.id, consentId: `c-${key}`, state, changedAt: 0, source: "hand", evidence: null }).execute();
      for (const [key, value] of Object.entries(of.traits)) {
        await own.insertInto("CustomerTrait").values({ shopId, customerId: of.id, traitId: `t-${key}`, text: typeof value === "string" ? value : null, number: typeof value === "number" ? value : null, changedAt: 0, source: "hand" }).execute();
      }
      for (const [index, { at, cancelled, totalMinor, refundedMinor, products, codes }] of of.orders.entries()) {
        const id = `${of.id}-o${index}`;
        await own.insertInto("ShopOrder").values({ shopId, id, name: id, customerId: of.id, email: null, totalMinor, refundedMinor, currency: "EUR", cartToken: null, checkoutToken: null, placedAt: at, cancelledAt: cancelled ? at : null, updatedAt: at, source: "live" }).execute();
        for (const productId of products) await own.insertInto("OrderLine").values({ shopId, orderId: id, id: productId, productId, variantId: null, title: productId, quantity: 1, totalMinor: 0 }).execute();
        for (const codeKey of codes) await own.insertInto("OrderCode").values({ shopId, orderId: id, codeKey }).execute();
      }
      for (const [index, { type, at, properties }] of of.events.entries()) {
        await own.insertInto("Event").values({ shopId, id: `${of.id}-e${index}`, visitorId: null, customerId: of.id, type, name: type === "custom_event" && typeof properties["name"] === "string" ? properties["name"] : null, at, receivedAt: at, source: "storefront", properties: JSON.stringify(properties) }).execute();
      }
      for (const [index, { channel, scenarioId, sentAt, seen }] of of.messages.entries()) {
        const id = `${of.id}-m${index}`;
        await own.insertInto("Message").values({ shopId, id, effectId: id, runId: id, scenarioId, versionId: "v", stepId: "s", customerId: of.id, channel, status: sentAt === null ? "queued" : "handed-over", attempts: 0, queuedAt: 0, handedOverAt: sentAt }).execute();
        for (const [nth, { kind, at, judged }] of seen.entries()) {
          await own.insertInto("Interaction").values({ shopId, id: `${id}-${nth}`, messageId: id, customerId: of.id, scenarioId, kind, at, linkIndex: null, client: "", judged, why: null, judgeAt: null }).execute();
        }
      }
    }
  });
}
