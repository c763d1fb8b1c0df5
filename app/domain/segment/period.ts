import { DateTime } from "luxon";
import { z } from "zod";
import { DAY, type Instant } from "~/domain/instant";

/** Ten years: more than any shop looks back. */
export const MOST_DAYS_BACK = 3_650;

const days = z.number().int().min(1).max(MOST_DAYS_BACK);
/** A day of the calendar, YYYY-MM-DD. */
const date = z.iso.date().refine((text) => text >= "1000-01-01", "it lies after the year 1000");

/** When something counts that happened several times. Days are of 24 hours, counted back from now. */
export const periodSchema = z.discriminatedUnion("is", [
  z.strictObject({ is: z.literal("ever") }),
  z.strictObject({ is: z.literal("in-last"), days }),
  z.strictObject({ is: z.literal("longer-ago"), days }),
]);

/** A question about one instant. Dates are days on the shop's clock. */
export const dateQuestionSchema = z.discriminatedUnion("is", [
  z.strictObject({ is: z.literal("in-last"), days }),
  z.strictObject({ is: z.literal("longer-ago"), days }),
  z.strictObject({ is: z.literal("on"), date }),
  z.strictObject({ is: z.literal("before"), date }),
  z.strictObject({ is: z.literal("after"), date }),
]);

export type Period = z.infer<typeof periodSchema>;
export type DateQuestion = z.infer<typeof dateQuestionSchema>;

/** Instants from `from` on and before `before`; null where there is no such end. */
export interface Span {
  from: Instant | null;
  before: Instant | null;
}

/** Which instants are meant, as seen at `now` with the shop's clock. A zone that is not known counts as UTC. */
export function spanOf(question: Period | DateQuestion, now: Instant, timeZone: string): Span {
  switch (question.is) {
    case "ever": return { from: null, before: null };
    case "in-last": return { from: now - question.days * DAY, before: null };
    case "longer-ago": return { from: null, before: now - question.days * DAY };
    case "on": return { from: startOf(question.date, timeZone), before: dayAfter(question.date, timeZone) };
    case "before": return { from: null, before: startOf(question.date, timeZone) };
    case "after": return { from: dayAfter(question.date, timeZone), before: null };
    default: return question satisfies never;
  }
}

function startOf(day: string, timeZone: string): Instant {
  const local = DateTime.fromISO(day, { zone: timeZone });
  return (local.isValid ? local : DateTime.fromISO(day, { zone: "utc" })).startOf("day").toMillis();
}

const dayAfter = (day: string, timeZone: string): Instant => startOf(DateTime.fromISO(day, { zone: "utc" }).plus({ days: 1 }).toFormat("yyyy-MM-dd"), timeZone);
