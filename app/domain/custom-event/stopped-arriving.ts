import { DAY, type Instant, type Milliseconds } from "~/domain/instant";

/** Days before the last arrival that are looked at. */
export const LOOKED_AT_DAYS = 14;
/** On so many of them it must have come for its silence to mean something. */
const REGULAR_DAYS = 5;
/** Nothing shorter is silence. */
const SHORTEST_SILENCE = 3 * DAY;
/** How many times longer than the longest pause it had the silence must be. */
const TIMES_LONGER = 3;

/** When an event arrived of late: `days[n]` says whether it came in the 24 hours that end n days before `lastAt`. */
export interface Arrivals {
  lastAt: Instant;
  days: readonly boolean[];
}

/**
 * Whether an event that came regularly has stopped arriving: it came on at least 5 of the 14 days up to its last arrival,
 * and not since, for at least 3 days and 3 times the longest pause in those 14 days. Answers for how long it has been silent, or null.
 */
export function stoppedArriving({ lastAt, days }: Arrivals, now: Instant): Milliseconds | null {
  const looked = days.slice(0, LOOKED_AT_DAYS);
  if (looked.filter(Boolean).length < REGULAR_DAYS) return null;
  let longest = 0;
  let pause = 0;
  const since = looked.lastIndexOf(true);
  for (const came of looked.slice(0, since)) {
    pause = came ? 0 : pause + 1;
    longest = Math.max(longest, pause);
  }
  const silence = now - lastAt;
  return silence >= Math.max(SHORTEST_SILENCE, TIMES_LONGER * longest * DAY) ? silence : null;
}
