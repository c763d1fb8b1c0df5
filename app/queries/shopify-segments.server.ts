import type { Statements } from "~/adapters/db/database.server";
import type { ShopifySegmentLine } from "~/domain/segment/shopify-segment-line";

/** Those the shop has in Shopify, by name; one that is gone from there is among them while its members are kept. */
export async function listShopifySegments(db: Pick<Statements, "forShop">, shopId: number): Promise<ShopifySegmentLine[]> {
  const rows = await db.forShop(shopId).selectFrom("ShopifySegment").select(["id", "name", "goneAt", "filledAt", "filledFound", "filledStrangers", "error"])
    .where((row) => row.or([row("goneAt", "is", null), row("dueAt", "is not", null)])).orderBy("name").orderBy("id").execute();
  return rows.map(({ id, name, goneAt, filledAt, filledFound, filledStrangers, error }) => ({ id, name, gone: goneAt !== null, read: filledAt !== null, filledAt, members: filledFound ?? 0, strangers: filledStrangers ?? 0, error }));
}
