import { HOUR, type Milliseconds } from "~/domain/instant";
import { MOST_SPREAD_HOURS } from "./overdue";

/** A save that makes more people than this due at once proposes to spread them, at this many a minute. */
export const LARGEST_BURST = 300;

/** R38: whole hours over which so many go on one after the other, unless the merchant chooses otherwise; 0: all at once. */
export function proposedSpread(count: number): number {
  if (count <= LARGEST_BURST) return 0;
  return Math.min(MOST_SPREAD_HOURS, Math.max(1, Math.ceil(count / (LARGEST_BURST * 60))));
}

/** From one to the next; 0 where they go on at once. */
export const spacingOf = (hours: number, count: number): Milliseconds => (hours === 0 || count === 0 ? 0 : Math.max(1, Math.floor((hours * HOUR) / count)));
