import type { WriteStatements } from "~/adapters/db/database.server";
import { HOUR } from "~/domain/instant";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import { priceDropConfig } from "~/entry-points/price-drop/definition";
import type { AudienceAsked, AudiencePage } from "~/runtime/schedules/audience";
import { announceDrops, notYetAnnounced } from "~/services/prices/announce-drops.server";
import { findPriceDrops } from "./find-price-drops.server";
import { arePricesAwaited, wantMarketPrices } from "./want-market-prices.server";

/** A check waits no longer for Shopify's answers; prices of a country that did not come by then are left for the next one. */
const LONGEST_REST = HOUR;

/**
 * R18: whom the check of a price drop lets in. It passes over the prices seen twice: first to note which prices of countries have to be asked for, then, when
 * Shopify has answered, to find what dropped. Announced is what somebody did enter with, in the same transaction.
 */
export async function priceDropAudience(tx: WriteStatements, asked: AudienceAsked): Promise<AudiencePage> {
  const { shop, occurrence, now, limit } = asked;
  const check = priceDropConfig.parse(asked.config);
  const [phase, after] = readCursor(asked.after);
  if (phase === "wants") {
    const next = await wantMarketPrices(tx, shop.id, check, { after, now, readSince: occurrence });
    if (next !== null) return { entries: [], next: `wants:${next}` };
    const awaited = await arePricesAwaited(tx, shop.id);
    return { entries: [], next: "finds:", ...(awaited ? { restUntil: now + LONGEST_REST } : {}) };
  }
  const page = await findPriceDrops(tx, shop, check, { after, limit, now, pricesReadSince: occurrence });
  const found = await notYetAnnounced(tx, shop.id, page.found);
  const factKeyOf = (customerId: string) => `price-drop:${asked.entryPointId}:${occurrence}:${customerId}`;
  return {
    entries: found.map(({ customerId, drops }) => ({ customerId, factKey: factKeyOf(customerId), context: contextOf(drops, occurrence) })),
    next: page.next === null ? null : `finds:${page.next}`,
    afterEntry: (factKeys) => announceDrops(tx, shop.id, found.filter(({ customerId }) => factKeys.has(factKeyOf(customerId))), now),
  };
}

/** `productIds` carries the newest last, and messages show that first: so the largest drop stands last. */
function contextOf(drops: NonNullable<TriggerContext["drops"]>, occurrence: number): TriggerContext {
  return { at: occurrence, occurrence, stage: "price-drop", productIds: [...new Set(drops.map(({ productId }) => productId))].reverse(), drops };
}

function readCursor(cursor: string | null): ["wants" | "finds", string] {
  if (cursor === null) return ["wants", ""];
  return cursor.startsWith("finds:") ? ["finds", cursor.slice("finds:".length)] : ["wants", cursor.slice("wants:".length)];
}
