import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { OrderFacts } from "~/domain/scenario/entry-point-type";
import { collectionsOfProducts } from "~/services/collections/products-of-collection.server";
import { chunksOf } from "~/services/chunks-of";

interface OrderRow {
  id: string;
  totalMinor: number;
  cancelledAt: number | null;
  /** Orders known here, up to this one. */
  known: number;
  knownMinor: number;
  /** As Shopify counted them last, brought to the moment of this order by those known that lie between. */
  told: number;
  toldMinor: number;
}

/**
 * R17: what orders are, and what they make their customers, in three statements. Shopify's count knows orders from before the
 * app was installed, ours those of which Shopify's count has not heard yet: the higher one holds, whatever comes first.
 */
export async function loadOrderFacts(db: Statements, shopId: number, orderIds: readonly string[]): Promise<ReadonlyMap<string, OrderFacts>> {
  const found = new Map<string, OrderFacts>();
  for (const ids of chunksOf([...new Set(orderIds)], 500)) {
    const products = await productsOf(db, shopId, ids);
    for (const row of await rowsOf(db, shopId, ids)) {
      found.set(row.id, {
        totalMinor: row.totalMinor, ordersCount: Math.max(row.known, row.told), totalSpentMinor: Math.max(row.knownMinor, row.toldMinor),
        cancelled: row.cancelledAt !== null, products: products.get(row.id) ?? [],
      });
    }
  }
  return found;
}

async function rowsOf(db: Statements, shopId: number, ids: readonly string[]): Promise<OrderRow[]> {
  const upToThis = sql`p."placedAt" <= o."placedAt"`;
  const told = sql`coalesce(c."totalsUpdatedAt", 0)`;
  const spent = sql`(p."totalMinor" - p."refundedMinor")`;
  const { rows } = await sql<OrderRow>`
    select o."id" as "id", o."totalMinor" - o."refundedMinor" as "totalMinor", o."cancelledAt" as "cancelledAt",
      sum(case when ${upToThis} then 1 else 0 end) as "known",
      sum(case when ${upToThis} then ${spent} else 0 end) as "knownMinor",
      coalesce(c."ordersCount", 0) + sum(case when ${upToThis} and p."placedAt" > ${told} then 1 when p."placedAt" > o."placedAt" and p."placedAt" <= ${told} then -1 else 0 end) as "told",
      coalesce(c."totalSpentMinor", 0) + sum(case when ${upToThis} and p."placedAt" > ${told} then ${spent} when p."placedAt" > o."placedAt" and p."placedAt" <= ${told} then -${spent} else 0 end) as "toldMinor"
    from "ShopOrder" o
    left join "Customer" c on c."shopId" = o."shopId" and c."id" = o."customerId"
    left join "ShopOrder" p on p."shopId" = o."shopId" and (p."customerId" = o."customerId" or p."id" = o."id") and p."cancelledAt" is null
    where o."shopId" = ${shopId} and o."id" in (${sql.join([...ids])})
    group by o."id", o."totalMinor", o."refundedMinor", o."cancelledAt", c."ordersCount", c."totalSpentMinor"`.execute(db.acrossShops);
  return rows.map((row) => ({ ...row, known: Number(row.known), knownMinor: Number(row.knownMinor), told: Number(row.told), toldMinor: Number(row.toldMinor) }));
}

async function productsOf(db: Statements, shopId: number, ids: readonly string[]): Promise<ReadonlyMap<string, OrderFacts["products"]>> {
  const rows = await db.forShop(shopId).selectFrom("OrderLine")
    .leftJoin("Product", (join) => join.onRef("Product.shopId", "=", "OrderLine.shopId").onRef("Product.id", "=", "OrderLine.productId"))
    .select(["OrderLine.orderId", "OrderLine.productId", "Product.type", "Product.vendor"])
    .where("OrderLine.orderId", "in", ids).where("OrderLine.productId", "is not", null).execute();
  const collections = await collectionsOfProducts(db, shopId, rows.flatMap(({ productId }) => productId ?? []));
  const found = new Map<string, OrderFacts["products"][number][]>();
  for (const { orderId, productId, type, vendor } of rows) {
    const products = found.get(orderId) ?? [];
    products.push({ id: productId ?? "", type: type ?? "", vendor: vendor ?? "", collections: collections.get(productId ?? "") ?? new Set() });
    found.set(orderId, products);
  }
  return found;
}
