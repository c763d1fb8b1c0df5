import { sql, type RawBuilder } from "kysely";
import type { Database } from "../app/adapters/db/database.server.ts";
import type { Instant } from "../app/domain/instant.ts";

export const SEGMENTS_NOW: Instant = Date.parse("2026-06-10T10:00:00Z");
const FIRST_ID = 100_000_000;
const PIECE = 500_000;
const SECONDS_A_YEAR = 31_536_000;

export const customerId = (number: number): string => `c${FIRST_ID + number}`;

/**
 * A shop with so many customers: one in twenty is tagged vip, half have granted the newsletter, seven of ten ordered up to three times within a year; events
 * are spread evenly over a year, three of ten are views of products.
 */
export async function seedSegments(db: Database, customers: number, events: number): Promise<{ id: number; timeZone: string }> {
  const shop = await db.write(({ acrossShops }) => acrossShops.insertInto("Shop").values({
    domain: "bench.myshopify.com", shopifyId: "1", name: "Bench", email: "owner@example.com", currency: "EUR", timeZone: "Europe/Warsaw", locale: "en", senderName: "Bench",
    senderEmail: "hello@example.com", senderVerifiedAt: 0, clickWindowDays: 5, openWindowDays: 1, proxyPath: "/apps/scenarios", installedAt: 0,
  }).returning(["id", "timeZone"]).executeTakeFirstOrThrow());
  const fill = async (total: number, insert: (numbers: RawBuilder<unknown>) => RawBuilder<unknown>): Promise<void> => {
    for (let from = 0; from < total; from += PIECE) {
      const [first, last] = [sql.lit(from), sql.lit(Math.min(total, from + PIECE) - 1)];
      const numbers = db.dialect.name === "sqlite" ? sql`(with recursive s(i) as (select ${first} union all select i + 1 from s where i < ${last}) select i from s) n` : sql`(select cast(i as bigint) as i from generate_series(${first}, ${last}) as s(i)) n`;
      await db.write((tx) => insert(numbers).execute(tx.acrossShops));
    }
  };
  const shopId = sql.lit(shop.id);
  const id = (number: RawBuilder<unknown>) => sql`'c' || (${sql.lit(FIRST_ID)} + ${number})`;
  const now = sql`cast(${sql.lit(SEGMENTS_NOW)} as bigint)`;
  const i = sql`n.i`;
  await db.write(({ acrossShops }) => acrossShops.insertInto("Consent").values({ shopId: shop.id, id: "newsletter", key: "newsletter", name: "Newsletter", channels: '["email"]', shopify: null }).execute());
  await fill(customers, (numbers) => sql`
    insert into "Customer" ("shopId", "id", "email", "firstName", "lastName", "countryCode", "ordersCount", "totalSpentMinor", "currency", "createdAt", "updatedAt")
    select ${shopId}, ${id(i)}, ${i} || '@example.com', 'Ola', 'Nowak', case when ${i} % 3 = 0 then 'PL' else 'CZ' end, ${i} % 7, (${i} % 100) * 1000, 'EUR', ${now} - (${i} * 7919 % ${sql.lit(SECONDS_A_YEAR)}) * 1000, ${now} from ${numbers}`);
  await fill(customers, (numbers) => sql`insert into "CustomerTag" ("shopId", "customerId", "tag", "addedAt", "source") select ${shopId}, ${id(i)}, case when ${i} % 20 = 0 then 'VIP' else 'regular' end, 0, 'shopify' from ${numbers}`);
  await fill(customers, (numbers) => sql`insert into "CustomerConsent" ("shopId", "customerId", "consentId", "state", "changedAt", "source") select ${shopId}, ${id(i)}, 'newsletter', case when ${i} % 2 = 0 then 'granted' else 'withdrawn' end, 0, 'shopify' from ${numbers}`);
  await fill(customers, (numbers) => sql`
    insert into "ShopOrder" ("shopId", "id", "name", "customerId", "totalMinor", "refundedMinor", "currency", "placedAt", "updatedAt", "source")
    select ${shopId}, 'o' || (${sql.lit(FIRST_ID)} + ${i}), '#', ${id(sql`(${i} * 48271 % ${sql.lit(Math.max(1, Math.floor(customers * 0.7)))})`)}, 5000, 0, 'EUR', ${now} - (${i} * 6007 % ${sql.lit(SECONDS_A_YEAR)}) * 1000, 0, 'import' from ${numbers}`);
  await withoutIndexes(db, "Event", () => fill(events, (numbers) => sql`
    insert into "Event" ("shopId", "id", "customerId", "type", "at", "receivedAt", "source", "properties")
    select ${shopId}, 'e' || (${sql.lit(FIRST_ID)} + ${i}), ${id(sql`(${i} * 48271 % ${sql.lit(customers)})`)}, case ${i} % 10 when 0 then 'product_viewed' when 1 then 'product_viewed' when 2 then 'product_viewed' when 3 then 'product_added_to_cart' else 'page_viewed' end,
      ${now} - (${i} * 7919 % ${sql.lit(SECONDS_A_YEAR)}) * 1000, 0, 'storefront', '{"page":{"path":"/products/lamp","query":""},"productId":"1","priceMinor":5000}' from ${numbers}`));
  if (db.dialect.name === "postgres") await sql`vacuum analyze`.execute(db.acrossShops);
  return shop;
}


/** Fills a table and makes its indexes anew afterwards, which takes minutes less than to keep them while twenty million rows come in no order. */
async function withoutIndexes(db: Database, table: string, fill: () => Promise<void>): Promise<void> {
  const asked = db.dialect.name === "sqlite"
    ? sql<{ name: string; definition: string }>`select name, sql as definition from sqlite_master where type = 'index' and tbl_name = ${table} and sql is not null`
    : sql<{ name: string; definition: string }>`select indexname as name, replace(indexdef, ' ON ONLY ', ' ON ') as definition from pg_indexes where tablename = ${table} and indexname not like '%_pkey'`;
  const { rows } = await asked.execute(db.acrossShops);
  for (const { name } of rows) await db.write((tx) => sql`drop index ${sql.ref(name)}`.execute(tx.acrossShops));
  await fill();
  for (const { definition } of rows) await db.write((tx) => sql.raw(definition).execute(tx.acrossShops));
}
