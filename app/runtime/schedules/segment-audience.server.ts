import { z } from "zod";
import { readSegmentContext } from "~/services/segments/read-segments.server";
import { nextMembers } from "~/services/segments/segment-members.server";
import type { Audience } from "./audience";

/** Looked at by one page at most, so that a page takes a few milliseconds however few are in the segment. */
const MOST_LOOKS = 10;

const ofSegment = z.object({ segmentId: z.string().nullable() });

/** R11, R12: everybody who is in the segment when the pass comes to them, in the order of their ids. A segment that is gone has nobody in it. */
export const segmentAudience: Audience = async (tx, { shop, entryPointId, config, occurrence, after, limit, now }) => {
  const { segmentId } = ofSegment.parse(config);
  const context = await readSegmentContext(tx, shop, now);
  const segment = context.segments.get(segmentId ?? "");
  if (!segment || segmentId === null) return { entries: [], next: null };
  const look = Math.floor(limit / 2);
  const ids: string[] = [];
  let next = after;
  for (let looks = 0; looks < MOST_LOOKS && ids.length <= look; looks += 1) {
    const page = await nextMembers(tx, segment.definition, context, next, look);
    ids.push(...page.ids);
    next = page.next;
    if (next === null) break;
  }
  return { entries: ids.map((customerId) => ({ customerId, factKey: `schedule:${entryPointId}:${occurrence}:${customerId}`, context: { occurrence, segmentId } })), next };
};
