import type { Instant } from "~/domain/instant";
import type { MessageDiscount } from "./message-data";
import { Money } from "./money-value";

/** A code of the run, as it was issued. */
export interface DataDiscount {
  code: string;
  /** The name its step gave it. */
  name: string | null;
  worth: { percent: number } | { minor: number; currency: string } | { words: string };
  expiresAt: Instant | null;
  /** Whether it can still be redeemed; what cannot is not shown. */
  usable: boolean;
}

/**
 * What messages see of the codes of their run (R30), the oldest first in `discounts`. `cartUrl` is where the message leads to: the shop's link
 * for a code passes on to it where it is of the same origin. A newest code that cannot be redeemed any more leaves nothing in its place.
 */
export function discountData(discounts: readonly DataDiscount[], { origin, locale, cartUrl }: { origin: string; locale: string; cartUrl: string | null }): { discount: MessageDiscount | null; discounts: Record<string, MessageDiscount> } {
  const shown = ({ code, worth, expiresAt, usable }: DataDiscount): MessageDiscount | null => (usable ? {
    code, url: linkOf(code, origin, cartUrl), expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(), value: inWords(worth, locale),
  } : null);
  const newest = discounts.at(-1);
  const byName: Record<string, MessageDiscount> = {};
  for (const each of discounts) {
    const one = shown(each);
    if (each.name === null) continue;
    if (one) byName[each.name] = one;
    else Reflect.deleteProperty(byName, each.name);
  }
  return { discount: newest ? shown(newest) : null, discounts: byName };
}

function inWords(worth: DataDiscount["worth"], locale: string): string {
  if ("words" in worth) return worth.words;
  if ("percent" in worth) return new Intl.NumberFormat(locale, { style: "percent" }).format(worth.percent / 100);
  return new Money(worth.minor, worth.currency, locale).short();
}

/** Shopify's link for a code. Its `redirect` stays within the shop. */
function linkOf(code: string, origin: string, cartUrl: string | null): string {
  const onward = cartUrl?.startsWith(`${origin}/`) ? cartUrl.slice(origin.length) : "/";
  return `${origin}/discount/${encodeURIComponent(code)}?redirect=${encodeURIComponent(onward)}`;
}
