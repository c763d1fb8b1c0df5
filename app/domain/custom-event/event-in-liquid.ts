import { Money } from "~/domain/message/money-value";
import { isAmount, type CustomEvent, type EventValue } from "./event-definition";

/** A property as Liquid sees it: an amount prints as people of the locale write it, a date is a text that the filter `date` takes. */
export type PropertyInLiquid = string | number | boolean | readonly string[] | Money;

/** `event`: the properties of the event that let the customer in, by key. `locale` is BCP 47. */
export function eventInLiquid(event: CustomEvent, locale: string): Readonly<Record<string, PropertyInLiquid>> {
  return Object.fromEntries(Object.entries(event.properties).map(([key, value]) => [key, written(value, locale)]));
}

function written(value: EventValue, locale: string): PropertyInLiquid {
  return isAmount(value) ? new Money(value.minor, value.currency, locale) : value;
}
