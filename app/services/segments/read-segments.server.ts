import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { segmentSchema } from "~/domain/segment/condition";
import type { ShopSegment } from "~/domain/segment/shop-segment";
import { listTraits } from "~/queries/traits.server";
import type { SegmentContext } from "./compile-segment.server";

/** The shop's segments by id, those that were deleted left out, in the order of their names. */
export async function readSegments(db: Pick<Statements, "forShop">, shopId: number): Promise<Map<string, ShopSegment>> {
  const rows = await db.forShop(shopId).selectFrom("Segment").select(["id", "name", "definition"]).where("deletedAt", "is", null).orderBy("nameInUse").execute();
  return new Map(rows.map(({ id, name, definition }) => [id, { id, name, definition: segmentSchema.parse(JSON.parse(definition)) }]));
}

/** All that `segmentPredicate` wants to know of a shop, by two statements. `now` is domain time. */
export async function readSegmentContext(db: Pick<Statements, "forShop">, shop: { id: number; timeZone: string }, now: Instant): Promise<SegmentContext> {
  const [segments, traits] = await Promise.all([readSegments(db, shop.id), listTraits(db, shop.id)]);
  return { shopId: shop.id, timeZone: shop.timeZone, now, segments, traits };
}
