import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import type { StorefrontBatch, StorefrontEvent } from "~/domain/event/storefront-batch";
import type { Instant } from "~/domain/instant";
import type { Sign } from "~/domain/message/link-token";
import type { Activity } from "~/domain/scenario/entry-point-type";
import type { ShopRow } from "~/queries/shop.server";
import { confirmFollowedLink, resolveMessageToken, type FollowedLink } from "~/services/messages/follow-message-link.server";
import { markFavourites } from "~/services/prices/mark-favourites.server";
import { seePrices } from "~/services/prices/see-prices.server";
import { takeActivitiesOfShops } from "~/services/runs/take-activities.server";
import type { WriteDeps } from "~/services/write-deps";
import { activityOf } from "./activity-of";
import { claimEvents, takeClaim } from "./claim-events.server";
import { identifyVisitor } from "~/services/customers/identify-visitor.server";
import { meetVisitors, visitorKey, type Visitor } from "~/services/customers/known-visitors.server";
import { loginsOf } from "./people-behind.server";
import { favouriteIn, pricesSeenIn } from "./prices-seen-in";
import type { KnownDefinitions } from "./known-definitions.server";
import { readEvent, type ReadEvent } from "~/domain/custom-event/read-event";
import { noteUndefined, type Undefined } from "./undefined-events.server";
import { redactPage } from "./redact-page";
import type { Refusal } from "./refusal";
import { saveCarts, type SeenCart } from "./save-carts.server";
import { storedCart, storedProperties, type StoredCart } from "./stored-event";

/** One request, verified and read. */
export interface Delivery {
  shopDomain: string;
  /** Shopify's id. */
  loggedInCustomerId: string | null;
  /** Country whose prices were shown; empty where the page did not say. */
  market: string;
  receivedAt: Instant;
  batch: StorefrontBatch;
  /** When each event of the batch happened, by our clock. */
  instants: readonly Instant[];
}

export interface Taken {
  accepted: number;
  duplicates: number;
}

export interface StoreDeps extends WriteDeps {
  /** Checks the tokens of message links. */
  sign: Sign;
  /** The events that shops defined (R13). */
  definitions: KnownDefinitions;
}

/** An event met for the first time. */
export interface FreshEvent {
  id: string;
  event: StorefrontEvent;
  /** Without secrets. */
  page: StorefrontEvent["page"];
  /** Of cart events. */
  cart: StoredCart | null;
  at: Instant;
  visitor: Visitor;
  market: string;
  /** Who it was when it happened, as far as known now. */
  customerId: string | null;
  messageId: string | null;
  /** Of a custom event, read by its definition. */
  custom: ReadEvent | null;
}

interface Arrival {
  delivery: Delivery;
  shop: ShopRow;
  fresh: { event: StorefrontEvent; at: Instant }[];
}

const UNKNOWN_SHOP: Refusal = { status: 404, code: "unknown-shop", message: "The shop has not installed this app." };

/**
 * Stores what a group of requests brought, in the given transaction, set-based whoever they are from: the events not
 * seen before, who the visitors turn out to be (R44), their carts; and tells the entry points (R13–R16). A custom event
 * that the shop has not defined is taken and not kept, but for its name.
 * Answers one outcome a delivery, in their order.
 */
export async function storeBatches(tx: WriteStatements, deps: StoreDeps, deliveries: readonly Delivery[]): Promise<(Taken | Refusal)[]> {
  const shops = await installedShops(tx, deliveries);
  const keys = deliveries.flatMap(({ shopDomain, batch }) => {
    const shop = shops.get(shopDomain);
    return shop ? batch.events.map(({ id }) => ({ shopId: shop.id, id })) : [];
  });
  const claimed = await claimEvents(tx, keys, deps.now);
  const arrivals: Arrival[] = [];
  const outcomes = deliveries.map((delivery): Taken | Refusal => {
    const shop = shops.get(delivery.shopDomain);
    if (!shop) return UNKNOWN_SHOP;
    const fresh = delivery.batch.events
      .map((event, index) => ({ event, at: delivery.instants[index] ?? delivery.receivedAt }))
      .filter(({ event }) => takeClaim(claimed, shop.id, event.id))
      .sort((a, b) => a.at - b.at);
    if (fresh.length > 0) arrivals.push({ delivery, shop, fresh });
    return { accepted: fresh.length, duplicates: delivery.batch.events.length - fresh.length };
  });
  if (arrivals.length > 0) await storeArrivals(tx, deps, arrivals);
  return outcomes;
}

async function installedShops(tx: WriteStatements, deliveries: readonly Delivery[]): Promise<Map<string, ShopRow>> {
  const domains = [...new Set(deliveries.map(({ shopDomain }) => shopDomain))];
  const rows = await tx.acrossShops.selectFrom("Shop").selectAll().where("domain", "in", domains).where("uninstalledAt", "is", null).execute();
  return new Map(rows.map((row) => [row.domain, row]));
}

async function storeArrivals(tx: WriteStatements, deps: StoreDeps, arrivals: readonly Arrival[]): Promise<void> {
  const visitors = await meetVisitors(tx, arrivals.map(({ shop, delivery }) => ({ shopId: shop.id, id: delivery.batch.visitorId })), deps.now);
  const loginOf = await loginsOf(tx, arrivals.map(({ shop, delivery }) => ({ shopId: shop.id, loggedInCustomerId: delivery.loggedInCustomerId })));
  const met: Omit<FreshEvent, "customerId">[] = [];
  const undefinedEvents: Undefined[] = [];
  for (const { delivery, shop, fresh } of arrivals) {
    const browser = visitorKey(shop.id, delivery.batch.visitorId);
    const known = visitors.get(browser);
    if (!known) throw new Error("a visitor was not stored");
    const links = fresh.some(({ event }) => event.type === "message_link_followed") ? await followedLinks(tx, deps, shop.id, fresh) : undefined;
    const login = loginOf({ shopId: shop.id, loggedInCustomerId: delivery.loggedInCustomerId });
    const visitor = await identifyVisitor(tx, deps, shop, known, { login, link: links?.findLast((link) => link !== undefined)?.customerId });
    visitors.set(browser, visitor);
    const definitions = fresh.some(({ event }) => event.type === "custom_event") ? await deps.definitions.of(tx, shop) : undefined;
    for (const [index, { event, at }] of fresh.entries()) {
      const definition = event.type === "custom_event" ? definitions?.get(event.data.name) : undefined;
      if (event.type === "custom_event" && !definition) {
        undefinedEvents.push({ shopId: shop.id, name: event.data.name, sent: event.data.properties });
        continue;
      }
      const custom = event.type === "custom_event" && definition ? readEvent(definition, event.data.properties, shop) : null;
      const cart = event.type === "cart_viewed" || event.type === "cart_updated" ? storedCart(event) : null;
      met.push({ id: deps.newId(), event, page: redactPage(event.page), cart, at, visitor, market: delivery.market, messageId: links?.[index]?.messageId ?? null, custom });
    }
  }
  // Only now: a later request of the group may have told whose an earlier one was.
  const events = met.map((event): FreshEvent => ({ ...event, customerId: event.visitor.identity?.customerId ?? null }));
  await insertRows(tx.acrossShops, "Event", events.map((fresh) => ({
    shopId: fresh.visitor.shopId, id: fresh.id, visitorId: fresh.visitor.id, customerId: fresh.customerId, type: fresh.event.type, name: fresh.event.type === "custom_event" ? fresh.event.data.name : null, at: fresh.at,
    receivedAt: deps.now, source: "storefront", properties: JSON.stringify(storedProperties(fresh)),
  })));
  const carts: SeenCart[] = [];
  for (const { event, cart, at, visitor, customerId } of events) {
    if (cart) carts.push({ shopId: visitor.shopId, visitorId: visitor.id, customerId, cart, at, opened: event.type === "cart_viewed" });
  }
  await saveCarts(tx, carts);
  await seePrices(tx, events.flatMap(pricesSeenIn));
  await markFavourites(tx, events.flatMap(favouriteIn));
  if (undefinedEvents.length > 0) await noteUndefined(tx, undefinedEvents, deps.now);
  await tellEntryPoints(tx, deps, arrivals, events);
}

/** By which message links she came, one place an event; each is the proof of a real browser for the click it follows. */
async function followedLinks(tx: WriteStatements, deps: StoreDeps, shopId: number, fresh: Arrival["fresh"]): Promise<(FollowedLink | undefined)[]> {
  const links: (FollowedLink | undefined)[] = [];
  for (const { event } of fresh) {
    const link = event.type === "message_link_followed" ? await resolveMessageToken(tx, shopId, event.data.token, deps.sign) : null;
    if (link) await confirmFollowedLink(tx, shopId, link, deps.now);
    links.push(link ?? undefined);
  }
  return links;
}

async function tellEntryPoints(tx: WriteStatements, deps: StoreDeps, arrivals: readonly Arrival[], events: readonly FreshEvent[]): Promise<void> {
  const shops = new Map(arrivals.map(({ shop }) => [shop.id, { shop, activities: [] as Activity[] }]));
  for (const event of events) {
    const activity = activityOf(event);
    if (activity) shops.get(event.visitor.shopId)?.activities.push(activity);
  }
  await takeActivitiesOfShops(tx, deps, [...shops.values()]);
}
