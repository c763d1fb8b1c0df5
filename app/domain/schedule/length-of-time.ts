import { z } from "zod";
import { DAY, HOUR, MINUTE, type Instant } from "~/domain/instant";
import { plusLocalDays } from "./plus-local-days";

export const TIME_UNITS = ["minutes", "hours", "days", "weeks"] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** In milliseconds; days and weeks as they are without a change to or from summer time. */
export const UNIT_LENGTHS: Record<TimeUnit, number> = { minutes: MINUTE, hours: HOUR, days: DAY, weeks: 7 * DAY };

/** No step waits longer. */
export const LONGEST_WAIT = 365 * DAY;

export const lengthOfTimeSchema = z.strictObject({ amount: z.number().int().min(1).max(LONGEST_WAIT / MINUTE), unit: z.enum(TIME_UNITS) })
  .refine(({ amount, unit }) => amount * UNIT_LENGTHS[unit] <= LONGEST_WAIT, { path: ["amount"], message: "it is at most 365 days" });

export type LengthOfTime = z.infer<typeof lengthOfTimeSchema>;

/** Days and weeks keep the time on the shop's clock across a change to or from summer time. */
export function afterLength(start: Instant, { amount, unit }: LengthOfTime, timeZone: string): Instant {
  if (unit === "minutes" || unit === "hours") return start + amount * UNIT_LENGTHS[unit];
  return plusLocalDays(start, amount * (unit === "weeks" ? 7 : 1), timeZone);
}
