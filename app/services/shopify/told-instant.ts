import type { Instant } from "~/domain/instant";

/**
 * Shopify's payloads tell whole seconds, so that an order can seem older than the click that led to it. The moment the
 * webhook was triggered tells the rest, as far as it lies in the same second.
 */
export function toldInstant(wholeSecond: Instant, triggeredAt: Instant): Instant {
  return Math.min(Math.max(wholeSecond, triggeredAt), wholeSecond + 999);
}
