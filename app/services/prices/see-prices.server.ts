import { sql, type Insertable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { PriceSeen } from "~/adapters/db/generated/tables";
import { insertRows } from "~/adapters/db/insert-rows.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";

/** Whose rows they are: `known` 1 with a customer's id, 0 with a visitor's. */
export interface PriceSubject {
  known: 0 | 1;
  subjectId: string;
}

export interface SeenPrice extends PriceSubject {
  shopId: number;
  productId: string;
  variantId: string;
  /** Country whose prices were shown; empty where that is not known. */
  market: string;
  /** Minor units of `currency`. */
  priceMinor: number;
  currency: string;
  at: Instant;
  /** What else the person did with the product; null where it was merely shown. */
  did: "product_viewed" | "product_added_to_cart" | "favourite_added" | null;
}

const COLUMNS = ["shopId", "known", "subjectId", "variantId", "market", "productId", "priceMinor", "currency", "baseMinor", "seenAt", "viewedAt", "addedAt", "favouredAt"] as const;
const TIME_OF = { product_viewed: "viewedAt", product_added_to_cart: "addedAt", favourite_added: "favouredAt" } as const;
type Row = Insertable<PriceSeen>;

/**
 * R18: keeps what each person saw a variant cost last, in two statements whatever the number of people. What is told late
 * changes no price seen later, but still says when something was done. Rows come in the order of their key, so that two writers never wait for each other.
 */
export async function seePrices(tx: WriteStatements, seen: readonly SeenPrice[]): Promise<void> {
  if (seen.length === 0) return;
  const base = await basePrices(tx, seen);
  const rows = new Map<string, Row>();
  for (const { did, at, ...price } of [...seen].sort((a, b) => a.at - b.at)) {
    const { shopId, known, subjectId, variantId, market } = price;
    const key = [shopId, known, subjectId, variantId, market].join("\n");
    const before = rows.get(key);
    rows.set(key, {
      viewedAt: before?.viewedAt ?? null, addedAt: before?.addedAt ?? null, favouredAt: before?.favouredAt ?? null,
      ...price, baseMinor: base.get(`${shopId}\n${variantId}`) ?? null, seenAt: at, ...(did === null ? {} : { [TIME_OF[did]]: at }),
    });
  }
  const inOrder = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await insertRows(tx.acrossShops, "PriceSeen", inOrder, { merge: MERGE });
}

/** What the variants cost now in their shops' currencies; those not known yet are left out. */
async function basePrices(tx: WriteStatements, seen: readonly SeenPrice[]): Promise<Map<string, number>> {
  const variants = [...new Set(seen.map(({ variantId }) => variantId))];
  const shops = [...new Set(seen.map(({ shopId }) => shopId))];
  const prices = new Map<string, number>();
  for (const chunk of chunksOf(variants, 1_000)) {
    const rows = await tx.acrossShops.selectFrom("Variant").select(["shopId", "id", "priceMinor"]).where("shopId", "in", shops).where("id", "in", chunk).execute();
    for (const { shopId, id, priceMinor } of rows) prices.set(`${shopId}\n${id}`, priceMinor);
  }
  return prices;
}

const newest = (column: string) => `"${column}" = case when excluded."seenAt" >= "PriceSeen"."seenAt" then excluded."${column}" else "PriceSeen"."${column}" end`;
const latest = (column: string) => `"${column}" = case when coalesce(excluded."${column}", 0) > coalesce("PriceSeen"."${column}", 0) then excluded."${column}" else "PriceSeen"."${column}" end`;
const MERGE = `on conflict ("shopId","known","subjectId","variantId","market") do update set
  ${[...["productId", "priceMinor", "currency", "baseMinor", "seenAt"].map(newest), ...["viewedAt", "addedAt", "favouredAt"].map(latest)].join(", ")}`;

/** R44: what a visitor, or a customer who was merged away, saw is what the customer saw; of two prices of one variant the one seen last stays, and so does the last announcement. */
export async function joinPricesSeen(tx: WriteStatements, shopId: number, from: PriceSubject, customerId: string): Promise<void> {
  if (from.known === 1 && from.subjectId === customerId) return;
  const later = sql.raw(`coalesce(excluded."announcedAt", 0) > coalesce("PriceSeen"."announcedAt", 0)`);
  await sql`
    insert into "PriceSeen" (${sql.raw(COLUMNS.map((column) => `"${column}"`).join(","))}, "announcedMinor", "announcedAt")
    select "shopId", 1, ${customerId}, "variantId", "market", "productId", "priceMinor", "currency", "baseMinor", "seenAt", "viewedAt", "addedAt", "favouredAt", "announcedMinor", "announcedAt"
    from "PriceSeen" where "shopId" = ${shopId} and "known" = ${from.known} and "subjectId" = ${from.subjectId} order by "variantId", "market"
    ${sql.raw(MERGE)},
      "announcedMinor" = case when ${later} then excluded."announcedMinor" else "PriceSeen"."announcedMinor" end,
      "announcedAt" = case when ${later} then excluded."announcedAt" else "PriceSeen"."announcedAt" end`.execute(tx.acrossShops);
  await tx.forShop(shopId).deleteFrom("PriceSeen").where("known", "=", from.known).where("subjectId", "=", from.subjectId).execute();
}
