import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import { chunksOf } from "~/services/chunks-of";
import type { WriteDeps } from "~/services/write-deps";

/** A customer as Shopify tells of her. Absent totals are left as they are. */
export interface CustomerRecord {
  shopifyId: string;
  email: string | null;
  phone: string | null;
  firstName: string;
  lastName: string;
  locale: string | null;
  countryCode: string | null;
  city: string | null;
  createdAt: Instant | null;
  /** Null where a payload only mentions her: it then fills an unknown customer and changes no known one. */
  updatedAt: Instant | null;
  totals?: { ordersCount: number; totalSpentMinor: number; at: Instant };
}

/**
 * Upserts customers by their Shopify id (R45). An older profile changes nothing, totals are guarded by a time of their
 * own, one deleted in Shopify stays deleted. Answers our ids by Shopify's.
 */
export async function saveCustomers(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, records: readonly CustomerRecord[]): Promise<ReadonlyMap<string, string>> {
  const unique = [...new Map(records.map((record) => [record.shopifyId, record])).values()];
  for (const chunk of chunksOf(unique)) {
    await tx.forShop(shop.id).insertInto("Customer")
      .values(chunk.map((record) => customerRowOf(record, deps, shop)))
      .onConflict((conflict) => conflict.columns(["shopId", "shopifyId"]).doUpdateSet({
        email: profile("email"), phone: profile("phone"), firstName: profile("firstName"), lastName: profile("lastName"),
        countryCode: profile("countryCode"), city: profile("city"),
        locale: sql`coalesce(${profile("locale")}, "Customer"."locale")`,
        shopifyUpdatedAt: profile("shopifyUpdatedAt"),
        ordersCount: totals("ordersCount"), totalSpentMinor: totals("totalSpentMinor"), totalsUpdatedAt: totals("totalsUpdatedAt"),
        createdAt: sql`case when excluded."createdAt" < "Customer"."createdAt" then excluded."createdAt" else "Customer"."createdAt" end`,
        updatedAt: deps.now,
      }).where("Customer.deletedAt", "is", null))
      .execute();
  }
  return customerIdsOf(tx, shop.id, unique.map((record) => record.shopifyId));
}

/** Our ids of the customers that have these Shopify ids, deleted ones included. */
export async function customerIdsOf(tx: WriteStatements, shopId: number, shopifyIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const chunk of chunksOf(shopifyIds, 500)) {
    const rows = await tx.forShop(shopId).selectFrom("Customer").select(["id", "shopifyId"]).where("shopifyId", "in", chunk).execute();
    for (const row of rows) if (row.shopifyId !== null) ids.set(row.shopifyId, row.id);
  }
  return ids;
}

/** The same for what they bought: that of one who was merged belongs to the one kept, also where it is told after the merge. */
export async function buyerIdsOf(tx: WriteStatements, shopId: number, shopifyIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const chunk of chunksOf(shopifyIds, 500)) {
    const rows = await tx.forShop(shopId).selectFrom("Customer").select(["id", "shopifyId", "mergedIntoId"]).where("shopifyId", "in", chunk).execute();
    for (const { id, shopifyId, mergedIntoId } of rows) if (shopifyId !== null) ids.set(shopifyId, mergedIntoId ?? id);
  }
  return ids;
}

/** The id of one customer of whom a webhook speaks; she is made known by her id alone where she was not. */
export async function customerIdOf(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, shopifyId: string): Promise<string> {
  const known = (await customerIdsOf(tx, shop.id, [shopifyId])).get(shopifyId);
  const id = known ?? (await saveCustomers(tx, deps, shop, [mentioned(shopifyId)])).get(shopifyId);
  if (id === undefined) throw new Error(`customer ${shopifyId} was neither found nor made`);
  return id;
}

/** A customer of whom only the id is known yet; her profile comes by import or by customers/create. */
export const mentioned = (shopifyId: string): CustomerRecord => ({
  shopifyId, email: null, phone: null, firstName: "", lastName: "", locale: null, countryCode: null, city: null, createdAt: null, updatedAt: null,
});

/** A row of one who is not known yet. */
export function customerRowOf(record: CustomerRecord, deps: WriteDeps, shop: ShopRow) {
  return {
    shopId: shop.id, id: deps.newId(), shopifyId: record.shopifyId,
    email: record.email?.toLowerCase() ?? null, phone: record.phone, firstName: record.firstName, lastName: record.lastName,
    locale: record.locale, countryCode: record.countryCode, city: record.city,
    ordersCount: record.totals?.ordersCount ?? 0, totalSpentMinor: record.totals?.totalSpentMinor ?? 0, currency: shop.currency,
    lastOrderAt: null, shopifyUpdatedAt: record.updatedAt, totalsUpdatedAt: record.totals?.at ?? null,
    createdAt: record.createdAt ?? deps.now, updatedAt: deps.now, deletedAt: null,
  };
}

/** The told value where the telling is not older than what is known; a mere mention fills only who is unknown. */
const profile = <T>(column: string) => newer<T>(column, "shopifyUpdatedAt");
const totals = <T>(column: string) => newer<T>(column, "totalsUpdatedAt");

function newer<T>(column: string, guard: string) {
  const told = sql.ref(`excluded.${guard}`);
  const known = sql.ref(`Customer.${guard}`);
  return sql<T>`case when ${told} >= ${known} or (${known} is null and (${told} is not null or excluded."email" is not null))
    then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`Customer.${column}`)} end`;
}
