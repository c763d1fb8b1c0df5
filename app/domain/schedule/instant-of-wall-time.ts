import { IANAZone } from "luxon";
import { DAY, MINUTE, type Instant } from "~/domain/instant";

/** What a clock on the wall shows, as the milliseconds that UTC would count to there. */
export type WallTime = number;

/** No zone changes its clock twice within four days, and none by more than one. */
const AROUND = 2 * DAY;

/** Whether there is such an IANA zone. */
export function isTimeZone(timeZone: string): boolean {
  return timeZone.toLowerCase() === "utc" || IANAZone.isValidZone(timeZone);
}

/** What the clock shows at an instant. A zone that is not known counts as UTC. */
export function wallTimeOf(instant: Instant, timeZone: string): WallTime {
  return instant + offsetAt(instant, timeZone);
}

/**
 * The instant at which the shop's clock shows this. A time that a change to summer time leaves out counts at the moment the
 * clock jumps past it; of a time that comes twice in autumn the first counts. A later wall time never gives an earlier instant.
 */
export function instantOfWallTime(wall: WallTime, timeZone: string): Instant {
  const before = offsetAt(wall - AROUND, timeZone);
  const after = offsetAt(wall + AROUND, timeZone);
  const shown = [wall - before, wall - after].filter((instant) => instant + offsetAt(instant, timeZone) === wall);
  if (shown.length > 0) return Math.min(...shown);
  let low = wall - AROUND;
  let high = wall + AROUND;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, timeZone) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Milliseconds by which the zone's clock is ahead of UTC. */
function offsetAt(instant: Instant, timeZone: string): number {
  return isTimeZone(timeZone) && timeZone.toLowerCase() !== "utc" ? IANAZone.create(timeZone).offset(instant) * MINUTE : 0;
}
