import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import { chunksOf } from "~/services/chunks-of";

/** Whether a product is in a collection, for a statement over many. Never null; one that was deleted has no products. The one place that says so in SQL. */
export function isInCollection(productId: RawBuilder<unknown>, collectionId: string, shopId: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${productId} is not null and ${productId} in (select m."productId" from "ProductCollection" m where m."shopId" = ${shopId} and m."collectionId" = ${collectionId}))`;
}

/** The collections that products are in, in one statement for some thousand of them; a product in none is left out. */
export async function collectionsOfProducts(db: Statements, shopId: number, productIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>();
  for (const ids of chunksOf([...new Set(productIds)], 5_000)) {
    const rows = await db.forShop(shopId).selectFrom("ProductCollection").select(["productId", "collectionId"]).where("productId", "in", ids).execute();
    for (const { productId, collectionId } of rows) found.set(productId, (found.get(productId) ?? new Set()).add(collectionId));
  }
  return found;
}
