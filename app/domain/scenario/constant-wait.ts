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

/**
 * When those go on whose clock started between two instants, where they have few ends in common, as until a time of day: each
 * end with the last start that has it, in order. Null where there are more than `most`. Who starts later never ends earlier, so all between two with
 * one end have it too.
 */
export function endsByStart(endsAt: (start: Instant) => Instant, first: Instant, last: Instant, most: number): { until: Instant; end: Instant }[] | null {
  const ends: { until: Instant; end: Instant }[] = [];
  const latest = endsAt(last);
  for (let start = first; ends.length < most;) {
    const end = endsAt(start);
    if (end === latest) return [...ends, { until: last, end }];
    let same = start;
    let later = last;
    while (later - same > 1) {
      const middle = Math.floor((same + later) / 2);
      if (endsAt(middle) === end) same = middle;
      else later = middle;
    }
    ends.push({ until: same, end });
    start = same + 1;
  }
  return null;
}
