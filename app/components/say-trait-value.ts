import { formatMoney } from "~/domain/money";
import type { TraitConstant, TraitType } from "~/domain/trait/trait";

export interface TraitWords {
  currency: string;
  /** BCP 47. */
  language: string;
  yes: string;
  no: string;
}

/** A value in words; of a date with a time as it stands on the shop's clock. */
export function sayTraitValue(type: TraitType, value: TraitConstant, { currency, language, yes, no }: TraitWords): string {
  if (typeof value === "boolean") return value ? yes : no;
  if (typeof value === "number") return type === "money" ? formatMoney(value, currency, language) : new Intl.NumberFormat(language).format(value);
  if (type !== "date" && type !== "date-time") return value;
  const at = Date.parse(type === "date" ? value : `${value}Z`);
  if (Number.isNaN(at)) return value;
  return new Intl.DateTimeFormat(language, { timeZone: "UTC", dateStyle: "medium", ...(type === "date-time" ? { timeStyle: "short" } : {}) }).format(at);
}
