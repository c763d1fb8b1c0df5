import { sql } from "kysely";
import type { Statements, WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { didSince, pieceEnd, type PriceCheck } from "./find-price-drops.server";

/**
 * Notes which prices of countries a check has to know, for one piece of the prices seen: those not read since `readSince` of variants whose own price in the shop's
 * currency has fallen below that of the time of seeing, or that had a price of their own in that country. Answers where to go on, null at the end.
 */
export async function wantMarketPrices(tx: WriteStatements, shopId: number, { audience }: PriceCheck, { after, now, readSince }: { after: string; now: Instant; readSince: Instant }): Promise<string | null> {
  const until = await pieceEnd(tx, shopId, after);
  await sql`
    insert into "MarketPrice" ("shopId", "market", "variantId", "dueAt", "attempts")
    select distinct s."shopId", s."market", s."variantId", cast(${now} as bigint), 0
    from "PriceSeen" as s
    ${tx.dialect.lookUp("join", "Variant", "v", sql`v."shopId" = s."shopId" and v."id" = s."variantId"`)}
    where s."shopId" = ${shopId} and s."known" = 1 and s."subjectId" > ${after} ${until === null ? sql`` : sql`and s."subjectId" <= ${until}`}
      and s."market" <> '' and v."available" = 1
      and case when s."currency" = v."currency" then v."priceMinor" < s."priceMinor" or s."priceMinor" is distinct from s."baseMinor" else v."priceMinor" < s."baseMinor" end
      ${didSince(audience, now)}
    order by 1, 2, 3
    on conflict ("shopId", "market", "variantId") do update set "dueAt" = excluded."dueAt", "attempts" = 0
    where "MarketPrice"."dueAt" is null and ("MarketPrice"."readAt" is null or "MarketPrice"."readAt" < ${readSince})`.execute(tx.acrossShops);
  return until;
}

/** Whether Shopify is still to be asked for a price of the shop. */
export async function arePricesAwaited(db: Pick<Statements, "forShop">, shopId: number): Promise<boolean> {
  return (await db.forShop(shopId).selectFrom("MarketPrice").select("variantId").where("dueAt", "is not", null).limit(1).executeTakeFirst()) !== undefined;
}
