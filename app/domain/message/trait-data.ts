import { DateTime } from "luxon";
import type { TraitDefinition, TraitFacts, TraitValue } from "~/domain/trait/trait";
import { Money } from "./money-value";

/** A trait as Liquid sees it; null where it is empty. */
export type TraitInLiquid = string | number | boolean | Money | null;

/**
 * Every trait of the shop by its key, so that an empty one is null. Money prints as people of the locale write it, dates
 * are texts that the filter `date` takes: a day, or an instant with the shop's offset.
 */
export function traitsInLiquid({ definitions, values }: TraitFacts, { currency, timeZone, locale }: { currency: string; timeZone: string; locale: string }): Record<string, TraitInLiquid> {
  const written = (trait: TraitDefinition, value: TraitValue): TraitInLiquid => {
    if (typeof value !== "number") return value;
    if (trait.type === "money") return new Money(value, currency, locale);
    return trait.type === "date-time" ? DateTime.fromMillis(value, { zone: DateTime.fromMillis(0, { zone: timeZone }).isValid ? timeZone : "utc" }).toISO({ suppressMilliseconds: true }) : value;
  };
  return Object.fromEntries([...definitions].map(([key, trait]) => {
    const value = values.get(key);
    return [key, value === undefined ? null : written(trait, value)];
  }));
}
