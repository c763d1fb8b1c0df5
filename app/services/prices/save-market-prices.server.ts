import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";

/** What Shopify said; null for a variant that it does not know or does not sell there. */
export interface MarketPriceRead {
  variantId: string;
  priceMinor: number | null;
  currency: string | null;
}

/** Keeps what variants cost in a country as of `now`, and the change in its history where it is one. */
export async function saveMarketPrices(tx: WriteStatements, { shopId, market }: { shopId: number; market: string }, read: readonly MarketPriceRead[], now: Instant): Promise<void> {
  if (read.length === 0) return;
  const rows = [...read].sort((a, b) => (a.variantId < b.variantId ? -1 : 1));
  const kept = await tx.forShop(shopId).selectFrom("MarketPrice").select(["variantId", "priceMinor", "currency"]).where("market", "=", market).where("variantId", "in", rows.map(({ variantId }) => variantId)).execute();
  const before = new Map(kept.map((row) => [row.variantId, row]));
  await insertRows(tx.acrossShops, "PriceChange", rows.flatMap(({ variantId, priceMinor, currency }) => {
    if (priceMinor === null || currency === null) return [];
    const same = before.get(variantId)?.priceMinor === priceMinor && before.get(variantId)?.currency === currency;
    return same ? [] : [{ shopId, variantId, market, at: now, priceMinor, currency }];
  }), { ifTaken: "skip" });
  await sql`
    with v(variant, price, currency) as (${valueRows(tx.dialect, ["text", "bigint", "text"], rows.map(({ variantId, priceMinor, currency }) => [variantId, priceMinor, currency]))})
    update "MarketPrice" set "priceMinor" = v.price, "currency" = v.currency, "readAt" = ${now}, "dueAt" = null, "attempts" = 0 from v
    where "MarketPrice"."shopId" = ${shopId} and "MarketPrice"."market" = ${market} and "MarketPrice"."variantId" = v.variant`.execute(tx.acrossShops);
}
