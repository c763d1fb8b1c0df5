import { sql, type RawBuilder } from "kysely";
import type { Database } from "~/adapters/db/database.server";
import type { ValueType } from "~/adapters/db/dialect";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";
import { REFERENCE_COUNTS, SEEN_COUNTS, TOLD_COUNTS } from "~/domain/price-drop/price-retention";
import { chunksOf } from "~/services/chunks-of";
import { cartsNow } from "./carts-now.server";

/** Rows that one piece looks at, by the tables' keys: some 20 ms of reading, which holds no writer up. */
const PIECE = 4_000;
/** Rows that one write takes away. */
const A_WRITE = 500;

/**
 * Forgets the prices that no rule can ask for any more (R18): what a person saw, once it is out of every look-back and lies neither among the favourites nor in the cart, and was
 * not announced within a year; the part of the history that neither the reference price nor such an announcement reaches back to; prices of countries that no check
 * wanted lately. What still stands stays, however old. Each step is a piece; after a crash it begins again, and nothing is lost by that.
 */
export async function* forgetPrices(db: Database, now: Instant): AsyncGenerator<void, void> {
  const shops = await db.acrossShops.selectFrom("Shop").select("id").orderBy("id").execute();
  for (const { id } of shops) {
    for (const known of [0, 1] as const) {
      for (let after: string | null = ""; after !== null; ) {
        after = await forgetSeen(db, id, { known, after, now });
        yield;
      }
    }
    for (let after: string | null = ""; after !== null; ) {
      after = await forgetHistory(db, id, { after, now });
      yield;
    }
    for (let after: [string, string] | null = ["", ""]; after !== null; ) {
      after = await forgetOfCountries(db, id, { after, now });
      yield;
    }
  }
}

async function forgetSeen(db: Database, shopId: number, { known, after, now }: { known: 0 | 1; after: string; now: Instant }): Promise<string | null> {
  const end = await db.forShop(shopId).selectFrom("PriceSeen").select("subjectId").where("known", "=", known).where("subjectId", ">", after).orderBy("subjectId").limit(1).offset(PIECE - 1).executeTakeFirst();
  const until = end?.subjectId ?? null;
  const seenBefore = sql.val(now - SEEN_COUNTS);
  const over = sql<boolean>`"PriceSeen"."seenAt" < ${seenBefore} and coalesce("PriceSeen"."viewedAt", 0) < ${seenBefore} and coalesce("PriceSeen"."addedAt", 0) < ${seenBefore} and coalesce("PriceSeen"."favouredAt", 0) < ${seenBefore}
    and coalesce("PriceSeen"."announcedAt", 0) < ${now - TOLD_COUNTS}
    and not exists (select 1 from "Favourite" as f where f."shopId" = "PriceSeen"."shopId" and f."known" = "PriceSeen"."known" and f."subjectId" = "PriceSeen"."subjectId" and f."productId" = "PriceSeen"."productId" and f."marked" = 1)`;
  const { rows } = await sql<{ subjectId: string; variantId: string; market: string }>`
    select "subjectId", "variantId", "market" from "PriceSeen"
    where "shopId" = ${shopId} and "known" = ${known} and "subjectId" > ${after} ${until === null ? sql`` : sql`and "subjectId" <= ${until}`} and ${over}
    order by "subjectId", "variantId", "market"`.execute(db.acrossShops);
  const carts = await cartsNow(db, shopId, [...new Set(rows.map(({ subjectId }) => subjectId))], known === 1 ? "customerId" : "visitorId");
  const keys = rows.filter(({ subjectId, variantId }) => !carts.get(subjectId)?.has(variantId)).map(({ subjectId, variantId, market }) => [shopId, known, subjectId, variantId, market]);
  // Whoever saw the price again meanwhile keeps it.
  await deleteRows(db, keys, ["bigint", "bigint", "text", "text", "text"], (list) => sql`delete from "PriceSeen" where ("shopId", "known", "subjectId", "variantId", "market") in (${list}) and ${over}`);
  return until;
}

async function forgetHistory(db: Database, shopId: number, { after, now }: { after: string; now: Instant }): Promise<string | null> {
  const end = await db.forShop(shopId).selectFrom("PriceChange").select("variantId").where("variantId", ">", after).orderBy("variantId").limit(1).offset(PIECE - 1).executeTakeFirst();
  const until = end?.variantId ?? null;
  const { rows } = await sql<{ variantId: string; market: string; at: Instant }>`
    select h."variantId", h."market", h."at" from (
      select "variantId", "market", "at", lead("at") over (partition by "variantId", "market" order by "at") as "endedAt", max("at") over (partition by "variantId", "market") as "newestAt"
      from "PriceChange" where "shopId" = ${shopId} and "variantId" > ${after} ${until === null ? sql`` : sql`and "variantId" <= ${until}`}
    ) as h
    where (h."endedAt" <= ${now - TOLD_COUNTS} and h."endedAt" <= h."newestAt" - ${REFERENCE_COUNTS})
      or (h."newestAt" < ${now - TOLD_COUNTS} and not exists (select 1 from "Variant" as v where v."shopId" = ${shopId} and v."id" = h."variantId"))
    order by h."variantId", h."market", h."at"`.execute(db.acrossShops);
  await deleteRows(db, rows.map(({ variantId, market, at }) => [shopId, variantId, market, at]), ["bigint", "text", "text", "bigint"], (list) => sql`delete from "PriceChange" where ("shopId", "variantId", "market", "at") in (${list})`);
  return until;
}

async function forgetOfCountries(db: Database, shopId: number, { after: [market, variantId], now }: { after: [string, string]; now: Instant }): Promise<[string, string] | null> {
  const { rows } = await sql<{ market: string; variantId: string; dueAt: Instant | null; readAt: Instant | null }>`
    select "market", "variantId", "dueAt", "readAt" from "MarketPrice" where "shopId" = ${shopId} and ("market", "variantId") > (${market}, ${variantId})
    order by "market", "variantId" limit ${PIECE}`.execute(db.acrossShops);
  const over = rows.filter(({ dueAt, readAt }) => dueAt === null && (readAt ?? 0) < now - SEEN_COUNTS);
  await deleteRows(db, over.map((row) => [shopId, row.market, row.variantId]), ["bigint", "text", "text"], (list) => sql`
    delete from "MarketPrice" where ("shopId", "market", "variantId") in (${list}) and "dueAt" is null and coalesce("readAt", 0) < ${now - SEEN_COUNTS}`);
  const last = rows.at(-1);
  return rows.length < PIECE || !last ? null : [last.market, last.variantId];
}

/** Keys come in their order, so that two who forget at once never wait for each other. */
async function deleteRows(db: Database, keys: readonly (readonly unknown[])[], types: readonly ValueType[], statement: (list: RawBuilder<unknown>) => RawBuilder<unknown>): Promise<void> {
  for (const chunk of chunksOf(keys, A_WRITE)) {
    await db.write((tx) => statement(valueRows(tx.dialect, types, chunk)).execute(tx.acrossShops), { sideBySide: true });
  }
}
