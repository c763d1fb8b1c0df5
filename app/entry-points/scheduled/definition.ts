import { z } from "zod";
import type { EntryPointType } from "~/domain/scenario/entry-point-type";
import { checkSchedule } from "~/domain/schedule/check-schedule";
import { repeatedRuleSchema } from "~/domain/schedule/schedule-rule";
import { checkChosenSegment } from "~/domain/segment/check-chosen-segment";

/** R11: everybody in the segment, each time the rule comes round. */
export const scheduledConfig = z.strictObject({
  segmentId: z.string().min(1).max(64).nullable(),
  rule: repeatedRuleSchema,
});

export type ScheduledConfig = z.infer<typeof scheduledConfig>;

const defaults: ScheduledConfig = { segmentId: null, rule: { every: "day", time: "09:00" } };

export const scheduled = {
  type: "scheduled",
  version: 1,
  icon: "CalendarTimeIcon",
  config: scheduledConfig,
  defaults,
  react: () => ({ do: "nothing" }),
  schedule: ({ segmentId, rule }) => (segmentId === null ? null : rule),
  check: ({ segmentId, rule }, place) => [...checkChosenSegment(segmentId, place), ...checkSchedule(rule, "rule", place.shop)],
  overlaps: (one, other) => one.segmentId === other.segmentId,
} satisfies EntryPointType<"scheduled", typeof scheduledConfig>;
