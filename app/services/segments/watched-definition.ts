import type { ShopSegment } from "~/domain/segment/shop-segment";
import { segmentsUsed } from "~/domain/segment/segments-used";

/** The segment and all that it asks about, as one text: equal texts have the same people in them. Empty where it was deleted. */
export function watchedDefinition(segments: ReadonlyMap<string, ShopSegment>, segmentId: string): string {
  const asked = new Map<string, unknown>();
  const gather = (id: string): void => {
    const definition = segments.get(id)?.definition;
    if (asked.has(id) || definition === undefined) return;
    asked.set(id, definition);
    for (const used of segmentsUsed(definition)) gather(used);
  };
  gather(segmentId);
  return asked.size === 0 ? "" : JSON.stringify([...asked]);
}
