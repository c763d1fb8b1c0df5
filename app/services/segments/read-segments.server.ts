import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { Need } from "~/domain/engine/facts";
import { segmentSchema, type Segment } from "~/domain/segment/condition";
import type { ShopSegment } from "~/domain/segment/shop-segment";
import { listTraits } from "~/queries/traits.server";
import type { SegmentContext } from "./compile-segment.server";

/** The shop's segments by id, those that were deleted left out, in the order of their names. */
export async function readSegments(db: Pick<Statements, "forShop">, shopId: number): Promise<Map<string, ShopSegment>> {
  const rows = await db.forShop(shopId).selectFrom("Segment").select(["id", "name", "definition"]).where("deletedAt", "is", null).orderBy("nameInUse").execute();
  return new Map(rows.map(({ id, name, definition }) => [id, { id, name, definition: parsed(definition) }]));
}

/** The definitions of the shop's segments by id where one of these needs names a segment; none are read where none does. */
export async function segmentsNamed(db: Pick<Statements, "forShop">, shopId: number, needs: readonly Need[]): Promise<ReadonlyMap<string, Segment>> {
  if (!needs.some((need) => need.startsWith("in:"))) return new Map();
  return new Map([...await readSegments(db, shopId)].map(([id, { definition }]) => [id, definition]));
}

const MOST_PARSED = 1_000;
/** By their text, so none grows stale. */
const kept = new Map<string, Segment>();

function parsed(definition: string): Segment {
  const known = kept.get(definition);
  if (known) return known;
  const read = segmentSchema.parse(JSON.parse(definition));
  if (kept.size >= MOST_PARSED) kept.clear();
  kept.set(definition, read);
  return read;
}

/** All that `segmentPredicate` wants to know of a shop, by two statements. `now` is domain time. */
export async function readSegmentContext(db: Pick<Statements, "forShop">, shop: { id: number; timeZone: string }, now: Instant): Promise<SegmentContext> {
  const [segments, traits] = await Promise.all([readSegments(db, shop.id), listTraits(db, shop.id)]);
  return { shopId: shop.id, timeZone: shop.timeZone, now, segments, traits };
}
