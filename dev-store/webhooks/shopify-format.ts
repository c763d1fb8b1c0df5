import { DateTime } from "luxon";
import type { Shop } from "../state/types.ts";

/** Decimal text of minor units, with the currency's own number of digits, as Shopify writes money. */
export function decimal(minor: number, currency: string): string {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return (minor / 10 ** digits).toFixed(digits);
}

export function moneySet(minor: number, currency: string) {
  const money = { amount: decimal(minor, currency), currency_code: currency };
  return { shop_money: money, presentment_money: money };
}

/** REST webhooks write instants with the offset of the shop's time zone, to the second. */
export function shopTime(at: number, shop: Shop): string {
  const text = DateTime.fromMillis(at, { zone: shop.timeZone }).startOf("second").toISO({ suppressMilliseconds: true });
  if (!text) throw new Error(`${at} is no instant in ${shop.timeZone}.`);
  return text;
}

export function shopTimeOrNull(at: number | null, shop: Shop): string | null {
  return at === null ? null : shopTime(at, shop);
}

export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

export function countryName(code: string): string {
  return new Intl.DisplayNames("en", { type: "region" }).of(code) ?? code;
}
