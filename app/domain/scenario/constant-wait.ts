import { DAY, HOUR, type Instant, type Milliseconds } from "~/domain/instant";

const APART: Milliseconds = 6 * HOUR;
const WIDEST: Milliseconds = 14 * DAY;

/**
 * How long everybody waits whose clock started between two instants, or null where that is not the same for all: until a
 * time of day, or where summer time begins or ends on the way. Then each is to be asked for.
 */
export function constantWait(endsAt: (start: Instant) => Instant, first: Instant, last: Instant): Milliseconds | null {
  if (last - first > WIDEST) return null;
  const length = endsAt(first) - first;
  for (let start = first + APART; start < last; start += APART) {
    if (endsAt(start) - start !== length) return null;
  }
  return endsAt(last) - last === length ? length : null;
}
