import type { Segment } from "./condition";
import { segmentsUsed } from "./segments-used";

/** The segments of these ids and all that they name in turn, each once, in the order in which they are named. One that is gone is left out. */
export function segmentsWithin(segments: ReadonlyMap<string, { definition: Segment }>, ids: Iterable<string>): Map<string, Segment> {
  const met = new Map<string, Segment>();
  const gather = (id: string): void => {
    const definition = segments.get(id)?.definition;
    if (met.has(id) || definition === undefined) return;
    met.set(id, definition);
    for (const used of segmentsUsed(definition)) gather(used);
  };
  for (const id of ids) gather(id);
  return met;
}
