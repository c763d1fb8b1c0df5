import { DateTime } from "luxon";
import { DAY, type Instant } from "~/domain/instant";
import { plusLocalDays } from "~/domain/schedule/plus-local-days";
import { shopDay } from "~/domain/schedule/shop-day";

/** As an event keeps them: a day, or a time on the shop's clock with its offset behind it. */
const DAY_TEXT = /^[1-9]\d{3}-\d\d-\d\d$/;
const TIME_TEXT = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d$/;

/** Whether this is how a question says a day, or a time on the shop's clock. */
export const isDateText = (type: "date" | "date-time", text: unknown): text is string => typeof text === "string" && (type === "date" ? DAY_TEXT : TIME_TEXT).test(text);

/** Texts from the first on to the last; null where there is no such end. Compared by as many characters as an end has. */
export interface TextSpan {
  /** Not before this. */
  from: string | null;
  /** Not after this. */
  to: string | null;
  /** Before this. */
  before: string | null;
  /** After this. */
  after: string | null;
}

const OPEN: TextSpan = { from: null, to: null, before: null, after: null };

/**
 * Which days, or times on the shop's clock, a question about a date means, as seen at `now`; null where what is asked does not fit it. Texts compare as time does, but for the
 * hour that comes twice when summer time ends. Days of "in-last" are days of the shop for a date, and of 24 hours for a time; what is yet to come does not lie in them.
 */
export function spanOfDates(type: "date" | "date-time", operator: string, value: unknown, now: Instant, timeZone: string): TextSpan | null {
  const fits = (text: unknown): text is string => isDateText(type, text);
  switch (operator) {
    case "is": return fits(value) && type === "date" ? { ...OPEN, from: value, to: value } : null;
    case "before": return fits(value) ? { ...OPEN, before: value } : null;
    case "after": return fits(value) ? { ...OPEN, after: value } : null;
    case "between": {
      if (!Array.isArray(value) || value.length !== 2) return null;
      const [from, to] = value as unknown[];
      return fits(from) && fits(to) ? { ...OPEN, from, to } : null;
    }
    case "in-last": {
      if (typeof value !== "number" || !Number.isInteger(value) || value < 1) return null;
      return type === "date"
        ? { ...OPEN, from: shopDay(plusLocalDays(now, -value, timeZone), timeZone), to: shopDay(now, timeZone) }
        : { ...OPEN, from: wallClock(now - value * DAY, timeZone), to: wallClock(now, timeZone) };
    }
    default: return null;
  }
}

/** To the second. */
function wallClock(at: Instant, timeZone: string): string {
  const local = DateTime.fromMillis(at, { zone: timeZone });
  return (local.isValid ? local : DateTime.fromMillis(at, { zone: "utc" })).toFormat("yyyy-MM-dd'T'HH:mm:ss");
}

/** Whether a day, or a time as an event keeps it, lies in the span. */
export function liesIn(text: string, { from, to, before, after }: TextSpan): boolean {
  const first = (end: string) => text.slice(0, end.length);
  return (from === null || first(from) >= from) && (to === null || first(to) <= to) && (before === null || first(before) < before) && (after === null || first(after) > after);
}
