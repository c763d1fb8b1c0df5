import { DateTime } from "luxon";
import { LARGEST_NUMBER, LONGEST_STRING, LONGEST_TEXT, LONGEST_URL, type TraitConstant, type TraitDefinition, type TraitValue } from "./trait";

/** Why something is no value of a trait; each is a key of the locale file `traits.json`, below `fault`. */
export type TraitFault = "empty" | "not-text" | "too-long" | "option-gone" | "not-url" | "not-boolean" | "not-date" | "not-date-time" | "not-whole" | "out-of-range";

export type ReadConstant = { ok: true; value: TraitValue } | { ok: false; fault: TraitFault };

const refuse = (fault: TraitFault): ReadConstant => ({ ok: false, fault });

/** Checks what a merchant or a file wrote for a trait (R24) and answers the value to keep. `timeZone` is the shop's, in which a date with a time is read. */
export function readConstant(trait: Pick<TraitDefinition, "type" | "options">, constant: TraitConstant | null | undefined, timeZone: string): ReadConstant {
  if (constant === null || constant === undefined || (typeof constant === "string" && constant.trim() === "")) return refuse("empty");
  switch (trait.type) {
    case "string": return readText(constant, LONGEST_STRING);
    case "text": return readText(constant, LONGEST_TEXT);
    case "choice": return typeof constant === "string" && trait.options.includes(constant) ? { ok: true, value: constant } : refuse("option-gone");
    case "url": return readUrl(constant);
    case "boolean": return typeof constant === "boolean" ? { ok: true, value: constant } : refuse("not-boolean");
    case "date": return typeof constant === "string" && isDate(constant) ? { ok: true, value: constant } : refuse("not-date");
    case "date-time": return readDateTime(constant, timeZone);
    case "money":
    case "integer": return readNumber(constant);
    default: return trait.type satisfies never;
  }
}

/** How a value is written in a field and in a file: the inverse of `readConstant`. */
export function constantOf(trait: Pick<TraitDefinition, "type">, value: TraitValue, timeZone: string): TraitConstant {
  if (trait.type !== "date-time" || typeof value !== "number") return value;
  const local = DateTime.fromMillis(value, { zone: timeZone });
  return (local.isValid ? local : DateTime.fromMillis(value, { zone: "utc" })).toFormat(LOCAL_TIME);
}

const LOCAL_TIME = "yyyy-MM-dd'T'HH:mm";
const characters = (text: string): number => [...text].length;

function readText(constant: TraitConstant, longest: number): ReadConstant {
  if (typeof constant !== "string") return refuse("not-text");
  // PostgreSQL keeps no zero character in a text.
  const text = constant.replaceAll("\u0000", "").trim();
  return characters(text) > longest ? refuse("too-long") : { ok: true, value: text };
}

function readUrl(constant: TraitConstant): ReadConstant {
  if (typeof constant !== "string") return refuse("not-url");
  const text = constant.trim();
  if (characters(text) > LONGEST_URL) return refuse("too-long");
  return /^https?:\/\/[^\s/?#"<>\\]+[^\s"<>\\]*$/i.test(text) ? { ok: true, value: text } : refuse("not-url");
}

/** A day of the calendar between the years 1000 and 9999, so that days compare as their texts do. */
function isDate(text: string): boolean {
  return /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text, { zone: "utc" }).isValid;
}

function readDateTime(constant: TraitConstant, timeZone: string): ReadConstant {
  if (typeof constant !== "string" || !/^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d$/.test(constant)) return refuse("not-date-time");
  const known = DateTime.fromMillis(0, { zone: timeZone }).isValid ? timeZone : "utc";
  const local = DateTime.fromFormat(constant, LOCAL_TIME, { zone: known });
  return local.isValid ? { ok: true, value: local.toMillis() } : refuse("not-date-time");
}

function readNumber(constant: TraitConstant): ReadConstant {
  if (typeof constant !== "number" || !Number.isInteger(constant)) return refuse("not-whole");
  return Math.abs(constant) > LARGEST_NUMBER ? refuse("out-of-range") : { ok: true, value: constant };
}
