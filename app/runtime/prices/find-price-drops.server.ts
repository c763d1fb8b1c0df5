import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import { isInterested, type PriceDropAudience } from "~/domain/price-drop/audience";
import { findDrop, type MinimumDrop } from "~/domain/price-drop/find-drop";
import { highestSince, lowestBefore } from "~/domain/price-drop/price-history";
import { DAY, type Instant } from "~/domain/instant";
import type { PriceDropped } from "~/domain/scenario/entry-point-type";
import { boughtLately } from "./bought-lately.server";
import { cartsNow } from "./carts-now.server";
import { readPriceHistory } from "./read-price-history.server";

export interface PriceCheck {
  minimum: MinimumDrop;
  audience: PriceDropAudience;
  /** R18d: products bought in so many days are left out; null leaves none out. */
  skipBoughtDays: number | null;
}

export interface PriceCheckPage {
  /** Largest drop first; at most `MOST_DROPS` each. */
  found: { customerId: string; drops: PriceDropped[] }[];
  /** The customer after whom to go on; null at the end. */
  next: string | null;
}

/** One run carries no more; the others are left for the next check. */
export const MOST_DROPS = 50;
/** Prices seen that one piece looks at for each row that a transaction may write: 4,000 take SQLite's writer for some 20 ms. */
const PRICES_A_ROW = 20;

interface Candidate {
  subjectId: string;
  variantId: string;
  productId: string;
  market: string;
  priceMinor: number;
  currency: string;
  baseMinor: number | null;
  viewedAt: Instant | null;
  addedAt: Instant | null;
  favouredAt: Instant | null;
  announcedMinor: number | null;
  announcedAt: Instant | null;
  isFavourite: number;
  todayMinor: number;
  todayCurrency: string;
  todayBaseMinor: number;
}

/**
 * R18: one piece of the check over catalogue × prices seen: the customers after `after`, in the order of their ids, who saw something that has fallen in
 * price for them. The database passes over what did not fall; the pure rule decides about the rest. Prices of a country count where they were read since
 * `pricesReadSince`. In a fixed number of statements; the piece ends with a customer, never within one.
 */
export async function findPriceDrops(
  db: Statements, shop: { id: number; currency: string }, check: PriceCheck, { after, limit, now, pricesReadSince }: { after: string; limit: number; now: Instant; pricesReadSince: Instant },
): Promise<PriceCheckPage> {
  const until = await pieceEnd(db, shop.id, after);
  const candidates = await readCandidates(db, shop.id, check, { after, until, now, pricesReadSince });
  const customerIds = [...new Set(candidates.map(({ subjectId }) => subjectId))];
  const [carts, bought] = [
    check.audience.mode === "has" && check.audience.cart ? await cartsNow(db, shop.id, customerIds) : null,
    check.skipBoughtDays === null ? null : await boughtLately(db, shop.id, customerIds, now - check.skipBoughtDays * DAY),
  ];
  const wanted = candidates.filter((one) => isInterested(check.audience, { ...one, inCart: carts?.get(one.subjectId)?.has(one.variantId) ?? false, isFavourite: one.isFavourite === 1 }, now)
    && !bought?.get(one.subjectId)?.has(one.productId));
  const historyOf = await readPriceHistory(db, shop.id, wanted.map(({ variantId }) => variantId));

  const found = new Map<string, PriceDropped[]>();
  for (const one of wanted) {
    const history = historyOf(one.variantId, { market: one.market, asTheShop: one.todayCurrency === shop.currency && one.todayMinor === one.todayBaseMinor });
    const highestSinceMinor = one.announcedAt === null ? null : highestSince(history, one.announcedAt, now);
    const drop = findDrop(one, { priceMinor: one.todayMinor, currency: one.todayCurrency, baseMinor: one.todayBaseMinor, highestSinceMinor }, check.minimum, shop.currency);
    if (!drop) continue;
    const drops = found.get(one.subjectId) ?? [];
    found.set(one.subjectId, [...drops, { productId: one.productId, variantId: one.variantId, market: one.market, ...drop, baseMinor: one.todayBaseMinor, lowestMinor: lowestBefore(history, now) }]);
  }
  const all = [...found].map(([customerId, drops]) => ({ customerId, drops: drops.sort((a, b) => a.nowMinor / a.wasMinor - b.nowMinor / b.wasMinor).slice(0, MOST_DROPS) }));
  const page = all.slice(0, limit);
  return { found: page, next: all.length > limit ? page.at(-1)?.customerId ?? until : until };
}

/** The last customer of the piece; null where it goes to the end. */
export async function pieceEnd(db: Statements, shopId: number, after: string): Promise<string | null> {
  const end = await db.forShop(shopId).selectFrom("PriceSeen").select("subjectId").where("known", "=", 1).where("subjectId", ">", after).orderBy("subjectId").limit(1).offset(PRICES_A_ROW * db.dialect.rowsAtOnce - 1).executeTakeFirst();
  return end?.subjectId ?? null;
}

async function readCandidates(
  db: Statements, shopId: number, { audience }: PriceCheck, { after, until, now, pricesReadSince }: { after: string; until: string | null; now: Instant; pricesReadSince: Instant },
): Promise<Candidate[]> {
  const today = sql`case when s."market" = '' then v."priceMinor" else m."priceMinor" end`;
  const todayCurrency = sql`case when s."market" = '' then v."currency" else m."currency" end`;
  const favourite = sql`exists (select 1 from "Favourite" as f where f."shopId" = s."shopId" and f."known" = 1 and f."subjectId" = s."subjectId" and f."productId" = s."productId" and f."marked" = 1)`;
  const { rows } = await sql<Candidate>`
    select s."subjectId", s."variantId", s."productId", s."market", s."priceMinor", s."currency", s."baseMinor", s."viewedAt", s."addedAt", s."favouredAt", s."announcedMinor", s."announcedAt",
      ${audience.mode === "has" && audience.favourites ? sql`1` : sql`0`} as "isFavourite", ${today} as "todayMinor", ${todayCurrency} as "todayCurrency", v."priceMinor" as "todayBaseMinor"
    from "PriceSeen" as s
    ${db.dialect.lookUp("join", "Variant", "v", sql`v."shopId" = s."shopId" and v."id" = s."variantId"`)}
    ${db.dialect.lookUp("left join", "MarketPrice", "m", sql`m."shopId" = s."shopId" and m."market" = s."market" and m."variantId" = s."variantId" and m."readAt" >= ${pricesReadSince} and m."priceMinor" is not null`)}
    ${db.dialect.lookUp("join", "Product", "p", sql`p."shopId" = s."shopId" and p."id" = s."productId"`)}
    where s."shopId" = ${shopId} and s."known" = 1 and s."subjectId" > ${after} ${until === null ? sql`` : sql`and s."subjectId" <= ${until}`}
      and v."available" = 1 and ${today} < s."priceMinor" and ${todayCurrency} = s."currency" and (s."announcedMinor" is null or ${today} < s."announcedMinor")
      ${didSince(audience, now)} ${audience.mode === "has" && audience.favourites ? sql`and ${favourite}` : sql``}
      and p."status" = 'ACTIVE' and p."deletedAt" is null
    order by s."subjectId", s."variantId", s."market"`.execute(db.acrossShops);
  return rows;
}

/** Passes over what nobody did lately; who did what exactly is decided by `isInterested`. */
export function didSince(audience: PriceDropAudience, now: Instant) {
  if (audience.mode === "has") return sql``;
  const columns = [...(audience.viewed ? ["viewedAt"] : []), ...(audience.added ? ["addedAt"] : []), ...(audience.favourite ? ["favouredAt"] : [])];
  return sql`and (${sql.join(columns.map((column) => sql`s.${sql.ref(column)} >= ${now - audience.days * DAY}`), sql` or `)})`;
}
