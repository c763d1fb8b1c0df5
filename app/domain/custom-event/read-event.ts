import { DateTime } from "luxon";
import { minorDigits } from "~/domain/money";
import { LARGEST_NUMBER } from "~/domain/trait/trait";
import { EVENT_KEY, LONGEST_EVENT_TEXT, LONGEST_LIST_ITEM, MOST_LIST_ITEMS, type EventDefinition, type EventValue, type EventValues, type PropertyType } from "./event-definition";

/** What is wrong with a property that arrived; each is a key of the locale file `events.json`, below `fault`. */
export type PropertyFault = "missing" | "not-text" | "too-long" | "not-whole" | "not-number" | "out-of-range" | "not-boolean" | "not-date" | "not-date-time" | "not-list" | "list-too-long";

export interface FaultyProperty {
  property: string;
  fault: PropertyFault;
}

/** An event as it is kept. */
export interface ReadEvent {
  /** The defined properties whose values are good. */
  properties: EventValues;
  /** Properties that are not defined: plain values alone, texts cut, so many at most; no scenario sees them. */
  extra: Readonly<Record<string, string | number | boolean>>;
  /** How many further properties that are not defined were dropped. */
  dropped: number;
  /** Of each defined property that is not as it was defined. */
  faults: readonly FaultyProperty[];
  /** Whether every required property is there and good: else it lets nobody in. */
  complete: boolean;
}

/** The shop's, in which amounts and dates without an offset are read. */
export interface EventSetting {
  /** ISO 4217. */
  currency: string;
  /** IANA zone. */
  timeZone: string;
}

export const MOST_EXTRA = 20;
export const LONGEST_EXTRA = 200;

type Read = { value: EventValue } | { fault: PropertyFault };

/**
 * Reads what the storefront sent by its definition (R13). A defined property that is not as defined is left out and told
 * in `faults`; one that is null, undefined or an empty text counts as not sent. Nothing here grows with what a hostile
 * page sends: it arrives in 64 KB at most and is kept within the limits above.
 */
export function readEvent(definition: Pick<EventDefinition, "properties">, sent: Readonly<Record<string, unknown>>, setting: EventSetting): ReadEvent {
  const properties: [string, EventValue][] = [];
  const faults: FaultyProperty[] = [];
  let complete = true;
  for (const { key, type, required } of definition.properties) {
    const given = Object.hasOwn(sent, key) ? sent[key] : undefined;
    if (given === undefined || given === null || given === "") {
      if (!required) continue;
      faults.push({ property: key, fault: "missing" });
      complete = false;
      continue;
    }
    const read = readProperty(type, given, setting);
    if ("value" in read) {
      properties.push([key, read.value]);
      continue;
    }
    faults.push({ property: key, fault: read.fault });
    if (required) complete = false;
  }
  return { properties: Object.fromEntries(properties), ...extraOf(definition, sent), faults, complete };
}

function extraOf({ properties }: Pick<EventDefinition, "properties">, sent: Readonly<Record<string, unknown>>): Pick<ReadEvent, "extra" | "dropped"> {
  const defined = new Set(properties.map(({ key }) => key));
  const extra: [string, string | number | boolean][] = [];
  let dropped = 0;
  for (const [key, value] of Object.entries(sent)) {
    if (defined.has(key)) continue;
    const plain = typeof value === "string" ? clean(value).slice(0, LONGEST_EXTRA) : typeof value === "number" ? value + 0 : typeof value === "boolean" ? value : undefined;
    if (plain === undefined || extra.length >= MOST_EXTRA || !EVENT_KEY.test(key)) dropped += 1;
    else extra.push([key, plain]);
  }
  return { extra: Object.fromEntries(extra), dropped };
}

/** A number or a truth value written as text is taken as what it says, since HTML attributes and Liquid know texts alone. */
function readProperty(type: PropertyType, given: unknown, setting: EventSetting): Read {
  switch (type) {
    case "string": {
      const text = textOf(given);
      if (text === null) return { fault: "not-text" };
      return [...text].length > LONGEST_EVENT_TEXT ? { fault: "too-long" } : { value: text };
    }
    case "integer": return readNumber(given, (number) => (Number.isInteger(number) ? number : null), "not-whole");
    case "decimal": return readNumber(given, (number) => number, "not-number");
    case "money": {
      const read = readNumber(given, (number) => Math.round(number * 10 ** minorDigits(setting.currency)), "not-number");
      return "value" in read && typeof read.value === "number" ? { value: { minor: read.value, currency: setting.currency } } : read;
    }
    case "boolean": {
      if (typeof given === "boolean") return { value: given };
      return given === "true" || given === "false" ? { value: given === "true" } : { fault: "not-boolean" };
    }
    case "date": return typeof given === "string" && isDay(given) ? { value: given } : { fault: "not-date" };
    case "date-time": return readDateTime(given, setting.timeZone);
    case "list": return readList(given);
    default: return type satisfies never;
  }
}

/** JSON knows no −0, so what is kept would not be what was read: adding 0 makes it 0. */
function readNumber(given: unknown, made: (number: number) => number | null, fault: PropertyFault): Read {
  const number = typeof given === "number" ? given : typeof given === "string" && /^\s*-?\d{1,20}(\.\d{1,20})?\s*$/.test(given) ? Number(given) : Number.NaN;
  if (!Number.isFinite(number)) return { fault };
  const value = made(number);
  if (value === null) return { fault };
  return Math.abs(value) > LARGEST_NUMBER ? { fault: "out-of-range" } : { value: value + 0 };
}

function isDay(text: string): boolean {
  return /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text, { zone: "utc" }).isValid;
}

/** ISO 8601, as JavaScript's `toISOString` writes it; without an offset it is on the shop's clock. */
function readDateTime(given: unknown, timeZone: string): Read {
  if (typeof given !== "string" || !/^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d/.test(given) || given.length > 40) return { fault: "not-date-time" };
  const zone = DateTime.fromMillis(0, { zone: timeZone }).isValid ? timeZone : "utc";
  const local = DateTime.fromISO(given, { zone });
  return local.isValid && local.year >= 1_000 && local.year <= 9_999 ? { value: local.toISO({ suppressMilliseconds: true }) } : { fault: "not-date-time" };
}

function readList(given: unknown): Read {
  if (!Array.isArray(given)) return { fault: "not-list" };
  if (given.length > MOST_LIST_ITEMS) return { fault: "list-too-long" };
  const items: string[] = [];
  for (const item of given as unknown[]) {
    const text = textOf(item);
    if (text === null) return { fault: "not-list" };
    if ([...text].length > LONGEST_LIST_ITEM) return { fault: "too-long" };
    if (text !== "") items.push(text);
  }
  return { value: items };
}

function textOf(given: unknown): string | null {
  if (typeof given === "string") return clean(given).trim();
  return typeof given === "number" && Number.isFinite(given) ? String(given) : null;
}

/** PostgreSQL keeps no zero character in a text. */
const clean = (text: string): string => text.replaceAll("\u0000", "");
