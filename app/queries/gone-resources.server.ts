import type { Statements } from "~/adapters/db/database.server";
import { shopifyIdsIn } from "~/domain/scenario/chosen-resource";
import type { GoneResources } from "~/domain/scenario/step-type";
import { chunksOf } from "~/services/chunks-of";

/** What a definition names that was deleted in Shopify. What the app never heard of does not count as deleted: it may be on its way. */
export async function readGoneResources(db: Statements, shopId: number, definition: unknown): Promise<GoneResources> {
  const gone = { products: [] as string[], collections: [] as string[] };
  for (const ids of chunksOf(shopifyIdsIn(definition), 5_000)) {
    const [products, collections] = await Promise.all((["Product", "Collection"] as const).map((table) => db.forShop(shopId).selectFrom(table).select("id").where("id", "in", ids).where("deletedAt", "is not", null).execute()));
    gone.products.push(...(products ?? []).map(({ id }) => id));
    gone.collections.push(...(collections ?? []).map(({ id }) => id));
  }
  return gone;
}
