import { z } from "zod";
import type { EntryPointType } from "~/domain/scenario/entry-point-type";
import { checkSchedule } from "~/domain/schedule/check-schedule";
import { timeOfDay, type ScheduleRule } from "~/domain/schedule/schedule-rule";
import { checkChosenSegment } from "~/domain/segment/check-chosen-segment";

/** R12: everybody in the segment, once, at a day and hour of the shop. */
export const onDateConfig = z.strictObject({
  segmentId: z.string().min(1).max(64).nullable(),
  /** YYYY-MM-DD */
  date: z.iso.date().nullable(),
  time: timeOfDay,
});

export type OnDateConfig = z.infer<typeof onDateConfig>;

const defaults: OnDateConfig = { segmentId: null, date: null, time: "09:00" };

export const onDate = {
  type: "on-date",
  version: 1,
  icon: "CalendarIcon",
  config: onDateConfig,
  defaults,
  react: () => ({ do: "nothing" }),
  schedule: (config) => (config.segmentId === null ? null : ruleOf(config)),
  check: (config, place) => {
    const rule = ruleOf(config);
    return [
      ...checkChosenSegment(config.segmentId, place),
      ...(rule ? checkSchedule(rule, "", place.shop) : [{ severity: "error" as const, path: "date", key: "entryPoints:problems.date-missing" }]),
    ];
  },
  overlaps: (one, other) => one.segmentId === other.segmentId && one.date === other.date,
} satisfies EntryPointType<"on-date", typeof onDateConfig>;

function ruleOf({ date, time }: OnDateConfig): ScheduleRule | null {
  return date === null ? null : { every: "once", date, time };
}
