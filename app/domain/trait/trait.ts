/** R24: what a customer's property can be. */
export const TRAIT_TYPES = ["string", "text", "choice", "url", "boolean", "date", "date-time", "money", "integer"] as const;
export type TraitType = (typeof TRAIT_TYPES)[number];

/** How Liquid and scenario files call a trait. */
export const TRAIT_KEY = /^[a-z][a-z0-9_]{0,39}$/;
export const MOST_TRAITS = 100;
export const LONGEST_NAME = 80;
export const MOST_OPTIONS = 100;

/** In characters. */
export const LONGEST_STRING = 255;
export const LONGEST_TEXT = 5_000;
export const LONGEST_URL = 2_048;
/** The whole numbers, and the amounts in minor units, that every part of the program keeps exactly; the same below zero. */
export const LARGEST_NUMBER = Number.MAX_SAFE_INTEGER;

export interface TraitDefinition {
  id: string;
  key: string;
  name: string;
  type: TraitType;
  /** What a choice may be, in order; empty for the other types. */
  options: readonly string[];
}

/**
 * A value as it is kept and compared: text for string, text, choice and url, `YYYY-MM-DD` for a date, an instant for a
 * date with a time, minor units of the shop's currency for money.
 */
export type TraitValue = string | number | boolean;

/** A value as merchants and files write it: the same, but a date with a time is `YYYY-MM-DDTHH:MM` on the shop's clock. */
export type TraitConstant = string | number | boolean;

/** What is known of one customer's traits, by key. A trait without an entry in `values` is empty. */
export interface TraitFacts {
  definitions: ReadonlyMap<string, TraitDefinition>;
  values: ReadonlyMap<string, TraitValue>;
}

export const isNumeric = (type: TraitType): type is "money" | "integer" => type === "money" || type === "integer";
export const isDated = (type: TraitType): type is "date" | "date-time" => type === "date" || type === "date-time";
