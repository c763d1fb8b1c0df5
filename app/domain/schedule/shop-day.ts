import { DateTime } from "luxon";
import type { Instant } from "~/domain/instant";

/** The shop's local date of an instant, YYYY-MM-DD. `timeZone` is an IANA zone; one that is not known counts as UTC. */
export function shopDay(instant: Instant, timeZone: string): string {
  const local = DateTime.fromMillis(instant, { zone: timeZone });
  return (local.isValid ? local : DateTime.fromMillis(instant, { zone: "utc" })).toFormat("yyyy-MM-dd");
}
