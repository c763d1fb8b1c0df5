import { DateTime } from "luxon";
import type { Instant } from "~/domain/instant";

/** `HH:mm`, a time of day on the shop's clock. */
export type TimeOfDay = string;
/** 1 is Monday, 7 is Sunday (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * The first instant strictly after `after` at which the shop's clock shows `time`, on one of `weekdays` where given.
 * A time that the change to summer time leaves out counts at the moment the clock jumps past it; of a time that comes
 * twice in autumn the first counts. A zone that is not known counts as UTC.
 */
export function nextLocalTime(after: Instant, timeZone: string, time: TimeOfDay, weekdays: readonly Weekday[] | null): Instant {
  const zone = DateTime.fromMillis(after, { zone: timeZone }).isValid ? timeZone : "utc";
  const today = DateTime.fromMillis(after, { zone }).startOf("day");
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  for (let days = 0; days <= 8; days += 1) {
    const day = today.plus({ days });
    if (weekdays && !weekdays.includes(day.weekday as Weekday)) continue;
    const instant = atLocalTime(day, hour, minute);
    if (instant > after) return instant;
  }
  throw new RangeError("a weekday must be chosen");
}

function atLocalTime(day: DateTime, hour: number, minute: number): Instant {
  const wanted = day.set({ hour, minute, second: 0, millisecond: 0 });
  if (wanted.hour === hour && wanted.minute === minute) {
    // luxon takes either of the two in autumn; an hour or less before it the clock may have shown the same.
    const [first = wanted] = wanted.getPossibleOffsets();
    return first.toMillis();
  }
  // Left out in spring: the first moment after the jump.
  let low = day.set({ hour: 0 }).toMillis();
  let high = wanted.toMillis();
  const offset = day.offset;
  if (wanted.offset === offset) return low;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (DateTime.fromMillis(middle, { zone: day.zone }).offset === offset) low = middle;
    else high = middle;
  }
  return high;
}
