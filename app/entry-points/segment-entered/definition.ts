import { z } from "zod";
import type { Activity, EntryPointType, EntryReaction } from "~/domain/scenario/entry-point-type";
import { checkWatchedSegment } from "~/domain/segment/check-chosen-segment";

/** R20: a customer comes into the segment, or falls out of it. */
export const segmentEnteredConfig = z.strictObject({
  segmentId: z.string().min(1).max(64).nullable(),
  when: z.enum(["entered", "left"]),
});

export type SegmentEnteredConfig = z.infer<typeof segmentEnteredConfig>;

const ACTIVITIES = { entered: "segment_entered", left: "segment_left" } as const satisfies Record<SegmentEnteredConfig["when"], Activity["type"]>;

function react({ segmentId, when }: SegmentEnteredConfig, activity: Activity): EntryReaction {
  if (segmentId === null || activity.type !== ACTIVITIES[when] || activity.segmentId !== segmentId) return { do: "nothing" };
  return { do: "enter", context: { segmentId } };
}

const defaults: SegmentEnteredConfig = { segmentId: null, when: "entered" };

export const segmentEntered = {
  type: "segment-entered",
  version: 1,
  icon: "PersonSegmentIcon",
  config: segmentEnteredConfig,
  defaults,
  react,
  check: ({ segmentId }, place) => checkWatchedSegment(segmentId, place),
  watches: ({ segmentId }) => segmentId,
  overlaps: (one, other) => one.segmentId === other.segmentId && one.when === other.when,
} satisfies EntryPointType<"segment-entered", typeof segmentEnteredConfig>;
