import type { Instant } from "~/domain/instant";
import { nextLocalTime } from "./next-local-time";

/** Shops of one time zone are not looked after all at the same minute. */
const SPREAD_MINUTES = 120;

/** The next instant after `after` between three and five in the morning on the shop's clock, at a minute of the shop's own. */
export function nextQuietHour(after: Instant, timeZone: string, shopId: number): Instant {
  const minute = (shopId * 37) % SPREAD_MINUTES;
  const twoDigits = (value: number) => String(value).padStart(2, "0");
  return nextLocalTime(after, timeZone, `${twoDigits(3 + Math.floor(minute / 60))}:${twoDigits(minute % 60)}`, null);
}
