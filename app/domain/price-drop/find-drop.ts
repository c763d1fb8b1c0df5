import { z } from "zod";

/** R18a: how far a price has to fall; where both are given, both must hold. The amount is in minor units of the shop's currency. */
export const minimumDropSchema = z.strictObject({
  percent: z.number().int().min(1).max(99).nullable(),
  amountMinor: z.number().int().min(1).max(1_000_000_000_000).nullable(),
}).refine(({ percent, amountMinor }) => percent !== null || amountMinor !== null, { path: ["percent"], message: "a percentage or an amount is needed" });

export type MinimumDrop = z.infer<typeof minimumDropSchema>;

/** What a person saw a variant cost. All amounts are minor units. */
export interface PriceOnceSeen {
  priceMinor: number;
  currency: string;
  /** What it cost in the shop's currency at that moment; null where that is not known. */
  baseMinor: number | null;
  /** The lowest price the person was told of by an earlier run, in `currency`. */
  announcedMinor: number | null;
}

/** What it costs today, in the same market. */
export interface PriceToday {
  priceMinor: number;
  currency: string;
  /** In the shop's currency. */
  baseMinor: number;
  /** The highest it is known to have been since that announcement. */
  highestSinceMinor: number | null;
}

export interface Drop {
  wasMinor: number;
  nowMinor: number;
  currency: string;
}

/**
 * R18a, R18e: the drop that may be announced, or null. Prices compare in the currency and market seen. Who was told of a price is told of a lower one only,
 * and that is measured from the highest it was since, so that neither the same drop nor a fall by a cent more is announced again. In a currency
 * other than the shop's the price in the shop's currency must have fallen as far, so that a move of the rate alone is no drop; the amount is
 * converted at the rate of the moment it was seen, which the two prices of that moment tell.
 */
export function findDrop(seen: PriceOnceSeen, today: PriceToday, minimum: MinimumDrop, shopCurrency: string): Drop | null {
  if (seen.currency !== today.currency) return null;
  const { announcedMinor } = seen;
  if (announcedMinor !== null && today.priceMinor >= announcedMinor) return null;
  const wasMinor = announcedMinor === null ? seen.priceMinor : Math.min(seen.priceMinor, Math.max(announcedMinor, today.highestSinceMinor ?? announcedMinor));
  const found: Drop = { wasMinor, nowMinor: today.priceMinor, currency: seen.currency };
  if (seen.currency === shopCurrency) return isEnough(wasMinor, today.priceMinor, minimum, 1) ? found : null;
  if (seen.baseMinor === null || seen.baseMinor <= 0 || seen.priceMinor <= 0) return null;
  const rate = seen.priceMinor / seen.baseMinor;
  const enough = isEnough(wasMinor, today.priceMinor, minimum, rate) && isEnough(wasMinor / rate, today.baseMinor, minimum, 1);
  return enough ? found : null;
}

/** Amounts that are calculated by a rate are compared with this much room, far below a minor unit. */
const ROUNDING = 1e-6;

function isEnough(was: number, now: number, { percent, amountMinor }: MinimumDrop, rate: number): boolean {
  const drop = was - now;
  if (drop <= 0) return false;
  if (percent !== null && drop * 100 < percent * was - ROUNDING) return false;
  return amountMinor === null || drop >= amountMinor * rate - ROUNDING;
}
