import type { Statements } from "~/adapters/db/database.server";
import type { PriceSince } from "~/domain/price-drop/price-history";
import { chunksOf } from "~/services/chunks-of";

/** `asTheShop`: the market shows the shop's own price today. */
export type HistoryOf = (variantId: string, of: { market: string; asTheShop: boolean }) => readonly PriceSince[];

/**
 * The price history of variants. That of a country is known from the checks alone; where it shows the shop's own price, the shop's history is its
 * history too, and is known to the hour.
 */
export async function readPriceHistory(db: Pick<Statements, "forShop">, shopId: number, variantIds: readonly string[]): Promise<HistoryOf> {
  const known = new Map<string, PriceSince[]>();
  for (const chunk of chunksOf([...new Set(variantIds)], 1_000)) {
    const rows = await db.forShop(shopId).selectFrom("PriceChange").select(["variantId", "market", "at", "priceMinor"]).where("variantId", "in", chunk).execute();
    for (const { variantId, market, at, priceMinor } of rows) {
      const key = `${variantId}\n${market}`;
      known.set(key, [...(known.get(key) ?? []), { at, priceMinor }]);
    }
  }
  return (variantId, { market, asTheShop }) => known.get(`${variantId}\n${asTheShop ? "" : market}`) ?? [];
}
