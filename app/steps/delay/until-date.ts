import { DateTime } from "luxon";
import type { Facts } from "~/domain/engine/facts";
import { DAY, type Instant } from "~/domain/instant";
import { nextLocalTime, type TimeOfDay } from "~/domain/schedule/next-local-time";
import { plusLocalDays } from "~/domain/schedule/plus-local-days";
import { shopDay } from "~/domain/schedule/shop-day";

export interface UntilDate {
  /** Key of a trait that is a date, or a date with a time. */
  trait: string;
  days: number;
  side: "before" | "after";
  time: TimeOfDay;
  repeats: "once" | "yearly";
  without: "go-on" | "wait";
  limitDays: number;
}

/** Nobody stands longer than this, however far the date is. */
export const LONGEST_UNTIL_DATE = 730 * DAY;

/** Why the wait is over: the date came, there was none to wait for, it had passed on arrival, or it took too long. */
export type WhyOver = "date" | "no-date" | "date-passed" | "limit";

/**
 * R22: when the wait for a date trait is over of somebody who entered the step at `enteredAt`, as her traits are now. It is
 * so many days before or after the date, at a time on the shop's clock; yearly, the next such day from the entering on, and
 * the 29th of February falls on the 28th in other years. Without a date, or where it had passed on arrival, it is over at
 * once or after `limitDays`, time held not counted, if no date to wait for comes meanwhile. Time held moves no date.
 */
export function untilDateEnds(config: UntilDate, facts: Facts, enteredAt: Instant, heldMs: number): { until: Instant; why: WhyOver } {
  const date = dateOf(config.trait, facts);
  const target = date === null ? null : targetOf(date, config, facts.timeZone, enteredAt);
  if (target !== null && target >= enteredAt) {
    const farthest = enteredAt + heldMs + LONGEST_UNTIL_DATE;
    return target <= farthest ? { until: target, why: "date" } : { until: farthest, why: "limit" };
  }
  if (config.without === "go-on") return { until: enteredAt, why: date === null ? "no-date" : "date-passed" };
  return { until: plusLocalDays(enteredAt + heldMs, config.limitDays, facts.timeZone), why: "limit" };
}

/** The day on the shop's calendar, or null where the trait is empty, gone or no date. */
function dateOf(key: string, { traits, timeZone }: Facts): DateTime | null {
  const type = traits?.definitions.get(key)?.type;
  const value = traits?.values.get(key);
  const text = type === "date" && typeof value === "string" ? value : type === "date-time" && typeof value === "number" ? shopDay(value, timeZone) : null;
  const day = text === null ? null : DateTime.fromISO(text, { zone: "utc" });
  return day?.isValid ? day : null;
}

function targetOf(date: DateTime, config: UntilDate, timeZone: string, enteredAt: Instant): Instant | null {
  if (config.repeats === "once") return instantOf(date, config, timeZone);
  const year = Number(shopDay(enteredAt, timeZone).slice(0, 4));
  // Days before and after reach into the years beside; before the date itself there is no anniversary.
  for (let each = Math.max(year - 2, date.year); each <= Math.max(year + 2, date.year); each += 1) {
    const target = instantOf(date.plus({ years: each - date.year }), config, timeZone);
    if (target >= enteredAt) return target;
  }
  return null;
}

/** `day` is a day of the calendar, at midnight UTC. */
function instantOf(day: DateTime, { days, side, time }: UntilDate, timeZone: string): Instant {
  const zone = DateTime.fromMillis(0, { zone: timeZone }).isValid ? timeZone : "utc";
  const moved = day.plus({ days: side === "before" ? -days : days });
  return nextLocalTime(moved.setZone(zone, { keepLocalTime: true }).startOf("day").toMillis() - 1, zone, time, null);
}
