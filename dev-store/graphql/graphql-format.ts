import { decimal } from "../webhooks/shopify-format.ts";
import { badArgument } from "./refusals.ts";

/** `DateTime` of the Admin API: UTC, to the second. */
export function dateTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");
}

export function dateTimeOrNull(at: number | null): string | null {
  return at === null ? null : dateTime(at);
}

/** Shopify's `MoneyV2.amount` has no trailing zeros but always one digit after the point ("12.0", "12.5", "12.55"). */
export function money(minor: number, currencyCode: string) {
  const text = decimal(minor, currencyCode);
  const short = text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, ".0") : `${text}.0`;
  return { amount: short, currencyCode };
}

export function moneyBag(minor: number, currencyCode: string) {
  const amount = money(minor, currencyCode);
  return { shopMoney: amount, presentmentMoney: amount };
}

export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

/** The decimal tail of a global id. Throws Shopify's complaint when it is none, or of another type. */
export function tailOf(id: string, type: string): string {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)$/.exec(id);
  if (!match?.[2] || match[1] !== type) throw badArgument(`Invalid global id '${id}'`);
  return match[2];
}
