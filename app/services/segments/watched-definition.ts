import type { ShopSegment } from "~/domain/segment/shop-segment";
import { segmentsWithin } from "~/domain/segment/segments-within";
import { shopifySegmentsUsed } from "~/domain/segment/shopify-segments-used";

/**
 * The segment and all that it asks about, as one text: equal texts have the same people in them. Empty where it was deleted. `shopify` says by which
 * query the members of Shopify's segments were read: who is in one when it is read first, or anew because the merchant changed it there, was in it before.
 */
export function watchedDefinition(segments: ReadonlyMap<string, ShopSegment>, shopify: ReadonlyMap<string, string>, segmentId: string): string {
  const asked = segmentsWithin(segments, [segmentId]);
  const readBy = [...shopifySegmentsUsed([...asked.values()])].sort().map((id) => [`shopify:${id}`, shopify.get(id) ?? null] as const);
  return asked.size === 0 ? "" : JSON.stringify([...asked, ...readBy]);
}
