import { conditionsOf, type Segment } from "./condition";

/** Of a segment with all that it asks about by other segments. */
export const MOST_WITH_INNER = 500;

export type ReferenceFault = { fault: "circle"; names: string[]; path: string } | { fault: "too-large" };

interface Named {
  name: string;
  definition: Segment;
}

/**
 * Whether the segments come to an end: none asks itself, directly or around, and none grows beyond what a statement takes.
 * Null where all is well with the segment `id` and with those that ask it; `names` leads from it back to itself, `path`
 * is the place in it where the circle begins.
 */
export function checkReferences(id: string, segments: ReadonlyMap<string, Named>): ReferenceFault | null {
  const own = segments.get(id);
  if (!own) return null;
  for (const { path, condition } of conditionsOf(own.definition)) {
    const way = condition.fact === "segment" ? wayTo(id, condition.segmentId, segments, new Set()) : null;
    if (way) return { fault: "circle", names: [own.name, ...way], path: `${path}.segmentId` };
  }
  const sizes = new Map<string, number>();
  return [...segments.keys()].some((each) => sizeOf(each, segments, sizes) > MOST_WITH_INNER) ? { fault: "too-large" } : null;
}

/** The names on the way from `from` to `target`; null where there is none. */
function wayTo(target: string, from: string, segments: ReadonlyMap<string, Named>, seen: Set<string>): string[] | null {
  const segment = segments.get(from);
  if (!segment || seen.has(from)) return null;
  seen.add(from);
  if (from === target) return [segment.name];
  for (const { condition } of conditionsOf(segment.definition)) {
    const way = condition.fact === "segment" ? wayTo(target, condition.segmentId, segments, seen) : null;
    if (way) return [segment.name, ...way];
  }
  return null;
}

/** Each segment is walked once; one that stands in a circle counts as endless. */
function sizeOf(id: string, segments: ReadonlyMap<string, Named>, sizes: Map<string, number>): number {
  const known = sizes.get(id);
  if (known !== undefined) return known;
  const segment = segments.get(id);
  if (!segment) return 0;
  sizes.set(id, Infinity);
  const size = conditionsOf(segment.definition).reduce((sum, { condition }) => sum + (condition.fact === "segment" ? sizeOf(condition.segmentId, segments, sizes) : 1), 0);
  sizes.set(id, size);
  return size;
}
