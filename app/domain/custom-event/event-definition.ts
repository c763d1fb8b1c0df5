/** What a property of a custom event can be (R13). */
export const PROPERTY_TYPES = ["string", "integer", "decimal", "money", "boolean", "date", "date-time", "list"] as const;
export type PropertyType = (typeof PROPERTY_TYPES)[number];

/** How the storefront's code, Liquid and scenario files call an event, and a property of one. */
export const EVENT_KEY = /^[a-z][a-z0-9_]{0,39}$/;
export const LONGEST_EVENT_NAME = 80;
export const MOST_EVENTS = 100;
export const MOST_PROPERTIES = 30;
/** The live view of an event shows so many. */
export const ARRIVALS_SHOWN = 30;

/** Of a text, in characters. */
export const LONGEST_EVENT_TEXT = 500;
export const MOST_LIST_ITEMS = 50;
/** Of a text in a list, in characters. */
export const LONGEST_LIST_ITEM = 255;

export interface EventProperty {
  key: string;
  type: PropertyType;
  /** An event without it lets nobody in. */
  required: boolean;
}

export interface EventDefinition {
  id: string;
  key: string;
  name: string;
  properties: readonly EventProperty[];
}

/**
 * A value as it is kept, with all it needs to be understood: a date is `YYYY-MM-DD`, a date with a time ISO 8601 with the
 * shop's offset, so that both compare as their texts do; an amount has minor units and its currency.
 */
export type EventValue = string | number | boolean | readonly string[] | EventAmount;

export interface EventAmount {
  minor: number;
  /** ISO 4217. */
  currency: string;
}

export type EventValues = Readonly<Record<string, EventValue>>;

/** An event as entry points and runs see it: what was valid of what arrived. */
export interface CustomEvent {
  name: string;
  properties: EventValues;
}

export const isAmount = (value: EventValue): value is EventAmount => typeof value === "object" && "minor" in value;
