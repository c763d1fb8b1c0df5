import type { Statements } from "~/adapters/db/database.server";
import type { ShopSegment } from "~/domain/segment/shop-segment";
import { shopifySegmentsUsed } from "~/domain/segment/shopify-segments-used";

/** By which query the members of the segments of Shopify's were read last that these segments ask about; no statement where they ask about none. */
export async function readShopifyQueries(db: Pick<Statements, "forShop">, shopId: number, segments: ReadonlyMap<string, ShopSegment>): Promise<ReadonlyMap<string, string>> {
  const ids = [...shopifySegmentsUsed([...segments.values()])];
  if (ids.length === 0) return new Map();
  const rows = await db.forShop(shopId).selectFrom("ShopifySegment").select(["id", "filledQuery"]).where("id", "in", ids).execute();
  return new Map(rows.flatMap(({ id, filledQuery }) => (filledQuery === null ? [] : [[id, filledQuery] as const])));
}
