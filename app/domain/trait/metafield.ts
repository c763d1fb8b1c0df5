import { toDecimal } from "~/domain/money";
import type { StoredTrait } from "./stored-trait";
import type { TraitType } from "./trait";

/** Where Shopify keeps the traits that are told to it (R45): metafields of the customer. */
export const METAFIELD_NAMESPACE = "scenarios";

/** Shopify's metafield types (shopify.dev/docs/apps/build/custom-data/metafields/list-of-data-types). */
const TYPES = {
  string: "single_line_text_field", text: "multi_line_text_field", choice: "single_line_text_field", url: "url", boolean: "boolean", date: "date", "date-time": "date_time", money: "money", integer: "number_integer",
} as const satisfies Record<TraitType, string>;

/** A key of a metafield has two characters at least. */
export const fitsMetafield = (key: string): boolean => key.length >= 2;

/** A trait's value as a metafield; null where it is empty, and the metafield is to be taken away. Instants are told in UTC. */
export function metafieldOf(type: TraitType, { text, number }: StoredTrait, currency: string): { type: string; value: string } | null {
  const value = valueOf(type, text, number, currency);
  return value === null || value === "" ? null : { type: TYPES[type], value };
}

function valueOf(type: TraitType, text: string | null, number: number | null, currency: string): string | null {
  switch (type) {
    case "string": case "choice": return text?.replace(/[\r\n]+/g, " ") ?? null;
    case "text": case "url": case "date": return text;
    case "boolean": return number === null ? null : String(number === 1);
    case "integer": return number === null ? null : String(number);
    case "date-time": return number === null ? null : new Date(number).toISOString();
    case "money": return number === null ? null : JSON.stringify({ amount: toDecimal(number, currency), currency_code: currency });
    default: return type satisfies never;
  }
}
