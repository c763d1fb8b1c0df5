import { DAY, HOUR, MINUTE, type Instant } from "~/domain/instant";
import { timesByCron } from "./cron";
import { instantOfWallTime, wallTimeOf, type WallTime } from "./instant-of-wall-time";
import type { ScheduleRule } from "./schedule-rule";

/** A clock that jumps shows a time up to a day behind the one it showed at an instant before. */
const SLACK = 26 * HOUR;
const MOST_LOOKS = 10_000;

/**
 * The first instant strictly after `after` at which the rule comes round on the clock of `timeZone`, or null where none
 * follows. Each time on the wall counts once: one that a change to summer time leaves out at the moment the clock jumps past
 * it, one that comes twice in autumn the first time. `since`: when the schedule began, from which "every n days" counts.
 */
export function nextOccurrence(rule: ScheduleRule, after: Instant, timeZone: string, since: Instant): Instant | null {
  // Where the clock did not jump in the day before, nothing that it showed then is still to come.
  const shown = wallTimeOf(after, timeZone);
  let wall: WallTime | null = shown - wallTimeOf(after - SLACK, timeZone) === SLACK ? shown : shown - SLACK;
  const next = wallTimesOf(rule, timeZone, since, wall);
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    wall = next(wall);
    if (wall === null) return null;
    const instant = instantOfWallTime(wall, timeZone);
    if (instant > after) return instant;
  }
  return null;
}

/** Answers the first time on the wall strictly after one; asked one after the other, from `from` on. */
function wallTimesOf(rule: ScheduleRule, timeZone: string, since: Instant, from: WallTime): (after: WallTime) => WallTime | null {
  switch (rule.every) {
    case "day": return (after) => firstDay(after, rule.time, () => true);
    case "week": return (after) => firstDay(after, rule.time, (day) => rule.weekdays.includes(weekdayOf(day)));
    case "month": return (after) => firstDay(after, rule.time, (day) => isMonthly(day, rule.day));
    case "days": {
      const begin = startOfDay(firstDay(wallTimeOf(since, timeZone), rule.time, () => true) ?? 0);
      return (after) => firstDay(after, rule.time, (day) => day >= begin && Math.round((day - begin) / DAY) % rule.days === 0, begin);
    }
    case "cron": return timesByCron(rule.expression, from);
    case "once": {
      const wall = Date.parse(`${rule.date}T${rule.time}:00Z`);
      return (after) => (wall > after ? wall : null);
    }
    default: return rule satisfies never;
  }
}

/** Days later than which a monthly rule, or one of 31 days, comes round for certain. */
const MOST_DAYS = 63;

function firstDay(after: WallTime, time: string, fits: (day: WallTime) => boolean, notBefore: WallTime = 0): WallTime | null {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const from = Math.max(startOfDay(after), notBefore);
  for (let days = 0; days <= MOST_DAYS; days += 1) {
    const day = from + days * DAY;
    const wall = day + hour * HOUR + minute * MINUTE;
    if (wall > after && fits(day)) return wall;
  }
  return null;
}

const startOfDay = (wall: WallTime): WallTime => Math.floor(wall / DAY) * DAY;

/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: WallTime) => ((((Math.floor(day / DAY) + 3) % 7) + 7) % 7) + 1 as 1 | 2 | 3 | 4 | 5 | 6 | 7;

function isMonthly(day: WallTime, wanted: number): boolean {
  const date = new Date(day);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(wanted, last);
}
