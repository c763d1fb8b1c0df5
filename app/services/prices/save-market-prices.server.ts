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
  const kept = await tx.forShop(shopId).selectFrom("MarketPrice").select(["variantId", "priceMinor", "currency", "readAt"]).where("market", "=", market).where("variantId", "in", rows.map(({ variantId }) => variantId)).execute();
  const unread = kept.filter(({ readAt }) => readAt === null).map(({ variantId }) => variantId);
  const before = new Map<string, { priceMinor: number | null; currency: string | null }>([...kept, ...(await lastOfHistory(tx, shopId, market, unread))].map((row) => [row.variantId, row]));
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

/** What was read before was forgotten, for nobody asked for long; the history still has it. */
async function lastOfHistory(tx: WriteStatements, shopId: number, market: string, variantIds: readonly string[]): Promise<{ variantId: string; priceMinor: number; currency: string }[]> {
  if (variantIds.length === 0) return [];
  const { rows } = await sql<{ variantId: string; priceMinor: number; currency: string }>`
    select h."variantId", h."priceMinor", h."currency" from "PriceChange" as h where h."shopId" = ${shopId} and h."market" = ${market} and h."variantId" in (${sql.join(variantIds)})
      and not exists (select 1 from "PriceChange" as n where n."shopId" = h."shopId" and n."variantId" = h."variantId" and n."market" = h."market" and n."at" > h."at")`.execute(tx.acrossShops);
  return rows;
}
