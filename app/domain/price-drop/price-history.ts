import { DAY, type Instant } from "~/domain/instant";

/** From `at` on it cost so much. Minor units, one variant in one market. */
export interface PriceSince {
  at: Instant;
  priceMinor: number;
}

/** The window of the reference price: Directive 98/6/EC, Article 6a(2). */
const WINDOW = 30 * DAY;

/**
 * The lowest price that was in force in the 30 days before today's price began, as the EU asks a shop to show beside a reduction; null
 * where nothing is known of that time. The changes may come in any order.
 */
export function lowestBefore(changes: readonly PriceSince[], now: Instant): number | null {
  const known = inOrder(changes).filter(({ at }) => at <= now);
  const current = known.at(-1);
  if (!current) return null;
  const before = known.slice(0, -1);
  const prices = inForce(before, current.at - WINDOW);
  return prices.length === 0 ? null : Math.min(...prices);
}

/** The highest price in force since an instant, that of the instant included; null where nothing is known of it. */
export function highestSince(changes: readonly PriceSince[], since: Instant, now: Instant): number | null {
  const prices = inForce(inOrder(changes).filter(({ at }) => at <= now), since);
  return prices.length === 0 ? null : Math.max(...prices);
}

/** Prices that held at `from` or began after it. */
function inForce(known: readonly PriceSince[], from: Instant): number[] {
  return known.filter(({ at }, index) => at > from || (known[index + 1]?.at ?? Infinity) > from).map(({ priceMinor }) => priceMinor);
}

const inOrder = (changes: readonly PriceSince[]): PriceSince[] => [...changes].sort((a, b) => a.at - b.at);
