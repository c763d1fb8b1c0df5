import cronParser from "cron-parser";
import { DAY, MINUTE } from "~/domain/instant";
import { SHORTEST_INTERVAL } from "./schedule-rule";
import type { WallTime } from "./instant-of-wall-time";

export type CronFault = "cron-fields" | "cron-unreadable" | "cron-never" | "cron-too-often";

/** From here the calendar repeats itself in 28 years, so what does not come within them never comes. */
const BEGIN: WallTime = Date.UTC(2024, 0, 1);
const MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC";
const WEEKDAYS = "MON|TUE|WED|THU|FRI|SAT|SUN";
const FIELD = new RegExp(`^(?:\\d|[*,/#?L-]|${MONTHS}|${WEEKDAYS})+$`, "i");

/** Why nothing can come round by this expression, or too often; null where it can be used. */
export function cronFault(expression: string): CronFault | null {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5) return "cron-fields";
  if (!fields.every((field) => FIELD.test(field))) return "cron-unreadable";
  const [minute = "", hour = "", , month = "", weekday = ""] = fields;
  if (!isReadable(expression)) return isReadable([minute, hour, "*", month, weekday].join(" ")) ? "cron-never" : "cron-unreadable";
  if (timesByCron(expression, BEGIN)() === null) return "cron-never";
  return closest(expression) < SHORTEST_INTERVAL ? "cron-too-often" : null;
}

/** Answers one time on the wall after the other, strictly after this one; null where none comes. Throws where `cronFault` says it is unreadable. */
export function timesByCron(expression: string, after: WallTime): () => WallTime | null {
  const parsed = cronParser.parseExpression(expression, { currentDate: after, utc: true });
  return () => {
    try {
      return parsed.next().getTime();
    } catch (error) {
      // The parser gives up after ten thousand steps: no such day comes, the 30th of February for example.
      if (error instanceof Error) return null;
      throw error;
    }
  };
}

function isReadable(expression: string): boolean {
  try {
    cronParser.parseExpression(expression, { currentDate: BEGIN, utc: true });
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/** The shortest time between two of its times of day, midnight between them too. */
function closest(expression: string): number {
  const { hour, minute } = cronParser.parseExpression(expression, { currentDate: BEGIN, utc: true }).fields;
  const times = hour.flatMap((h) => minute.map((m) => (h * 60 + m) * MINUTE));
  const [first = 0] = times;
  return times.reduce((least, time, index) => Math.min(least, (times[index + 1] ?? first + DAY) - time), DAY);
}
