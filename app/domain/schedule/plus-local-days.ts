import { DateTime } from "luxon";
import { DAY, MINUTE, type Instant, type Milliseconds } from "~/domain/instant";

/** Every zone changes its clock at a quarter of an hour UTC, so within one the days that follow are of the same length. */
const QUARTER: Milliseconds = 15 * MINUTE;
const MOST_KEPT = 10_000;

/** Length of so many days from a quarter of an hour in a zone. Asking the calendar costs more than the rest of a step. */
const lengths = new Map<string, Milliseconds>();

/**
 * The same time of day on the clock of `timeZone`, `days` later. A time that the change to summer time leaves out becomes
 * the time an hour later; one that comes twice is the first. A zone that is not known counts as UTC.
 */
export function plusLocalDays(instant: Instant, days: number, timeZone: string): Instant {
  const quarter = Math.floor(instant / QUARTER) * QUARTER;
  const key = `${timeZone} ${quarter} ${days}`;
  let length = lengths.get(key);
  if (length === undefined) {
    const local = DateTime.fromMillis(quarter, { zone: timeZone });
    length = local.isValid ? local.plus({ days }).toMillis() - quarter : days * DAY;
    if (lengths.size >= MOST_KEPT) lengths.clear();
    lengths.set(key, length);
  }
  return instant + length;
}
