import { DateTime } from "luxon";
import { minorDigits } from "~/domain/money";
import { readConstant, type ReadConstant } from "~/domain/trait/read-constant";
import type { TraitConstant, TraitDefinition } from "~/domain/trait/trait";

/** The shop's. */
export interface CellSetting {
  /** ISO 4217. */
  currency: string;
  /** IANA zone. */
  timeZone: string;
}

const YES = new Set(["true", "yes", "1", "tak", "ano", "y", "t"]);
const NO = new Set(["false", "no", "0", "nie", "ne", "n", "f"]);

/** Reads a cell as spreadsheets write it: days also as 24.12.2026, a decimal comma, spaces between thousands, yes and no in three languages; options without regard to case. */
export function readCell(trait: TraitDefinition, cell: string, { currency, timeZone }: CellSetting): ReadConstant {
  return readConstant(trait, constantIn(trait, cell.trim(), currency, timeZone), timeZone);
}

function constantIn({ type, options }: TraitDefinition, text: string, currency: string, timeZone: string): TraitConstant {
  switch (type) {
    case "choice": return options.find((option) => option.toLowerCase() === text.toLowerCase()) ?? text;
    case "boolean": return YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : text;
    case "date": return isoDay(text);
    case "date-time": return localTime(text, timeZone);
    case "integer": return numberIn(text, 0) ?? text;
    case "money": return numberIn(text, minorDigits(currency)) ?? text;
    case "string":
    case "text":
    case "url": return text;
    default: return type satisfies never;
  }
}

/** `24.12.2026` and `24. 12. 2026` as `2026-12-24`; with slashes nobody knows which is the month, so such a day stays as it is and is refused. */
function isoDay(text: string): string {
  const [, day = "", month = "", year] = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text) ?? [];
  return year === undefined ? text : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** As `YYYY-MM-DDTHH:MM` on the shop's clock, on which a time without an offset is. */
function localTime(text: string, timeZone: string): string {
  const [, day = "", hour = "", minute = ""] = /^(\S+|\d{1,2}\.\s\d{1,2}\.\s\d{4})[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(text) ?? [];
  if (minute !== "") return `${isoDay(day)}T${hour.padStart(2, "0")}:${minute}`;
  if (!/(Z|[+-]\d\d:?\d\d)$/.test(text)) return text;
  const at = DateTime.fromISO(text.replace(" ", "T"), { zone: timeZone });
  return at.isValid ? at.toFormat("yyyy-MM-dd'T'HH:mm") : text;
}

/** In the smallest units, or null where it is no number of so many digits. Of two kinds of signs the last is the decimal one. */
function numberIn(text: string, digits: number): number | null {
  const plain = text.replace(/[\s\u00a0\u202f']/g, "");
  const [, sign = "", whole, fraction = ""] = /^([-−]?)(\d{1,16})(?:[.,](\d+))?$/.exec(withoutGroups(plain)) ?? [];
  if (whole === undefined || fraction.replace(/0+$/, "").length > digits) return null;
  const units = Number(whole) * 10 ** digits + Number(fraction.slice(0, digits).padEnd(digits, "0") || "0");
  return sign === "" || units === 0 ? units : -units;
}

/** `1,234.50` and `1.234,50` as `1234.50` and `1234,50`. */
function withoutGroups(text: string): string {
  if (/^[-−]?\d{1,3}(,\d{3})+\.\d+$/.test(text)) return text.replaceAll(",", "");
  return /^[-−]?\d{1,3}(\.\d{3})+,\d+$/.test(text) ? text.replaceAll(".", "") : text;
}
