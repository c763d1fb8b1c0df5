import { z } from "zod";
import type { ConfigProblem } from "~/domain/scenario/step-type";
import { LARGEST_NUMBER } from "~/domain/trait/trait";
import { isAmount, LONGEST_EVENT_TEXT, type EventDefinition, type EventValue, type EventValues, type PropertyType } from "./event-definition";

export const FILTER_OPERATORS = ["is", "is-not", "contains", "at-least", "at-most", "before", "after", "includes", "includes-not", "was-sent", "was-not-sent"] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** A question about one property of an event (R13). `was-sent` and `was-not-sent` take no value. */
export const propertyFilterSchema = z.strictObject({
  property: z.string().max(40),
  operator: z.enum(FILTER_OPERATORS),
  /** As merchants and files write it: an amount in minor units of the shop's currency, a date with a time as `YYYY-MM-DDTHH:MM` on the shop's clock. */
  value: z.union([z.string().max(LONGEST_EVENT_TEXT), z.boolean(), z.number().min(-LARGEST_NUMBER).max(LARGEST_NUMBER)]).optional(),
});

export type PropertyFilter = z.infer<typeof propertyFilterSchema>;

/** What can be asked of a property of each type, in the order in which a menu offers it. */
export const operatorsOf = {
  string: ["is", "is-not", "contains", "was-sent", "was-not-sent"],
  integer: ["is", "is-not", "at-least", "at-most", "was-sent", "was-not-sent"],
  decimal: ["at-least", "at-most", "was-sent", "was-not-sent"],
  money: ["at-least", "at-most", "is", "was-sent", "was-not-sent"],
  boolean: ["is", "was-sent", "was-not-sent"],
  date: ["is", "before", "after", "was-sent", "was-not-sent"],
  "date-time": ["before", "after", "was-sent", "was-not-sent"],
  list: ["includes", "includes-not", "was-sent", "was-not-sent"],
} as const satisfies Record<PropertyType, readonly FilterOperator[]>;

export const asksForValue = (operator: FilterOperator): boolean => operator !== "was-sent" && operator !== "was-not-sent";

/** What has to be mended in a filter; paths below it. */
export function checkFilter({ property: key, operator, value }: PropertyFilter, event: EventDefinition): ConfigProblem[] {
  const error = (path: string, problem: string): ConfigProblem[] => [{ severity: "error", path, key: `events:problem.${problem}`, values: { property: key, event: event.name } }];
  if (key === "") return error("property", "noProperty");
  const property = event.properties.find((each) => each.key === key);
  if (!property) return error("property", "propertyGone");
  if (!(operatorsOf[property.type] as readonly FilterOperator[]).includes(operator)) return error("operator", "operator");
  return asksForValue(operator) && !fits(property.type, value) ? error("value", `value.${property.type}`) : [];
}

function fits(type: PropertyType, value: PropertyFilter["value"]): boolean {
  switch (type) {
    case "string":
    case "list": return typeof value === "string" && value.trim() !== "";
    case "integer":
    case "money": return typeof value === "number" && Number.isInteger(value);
    case "decimal": return typeof value === "number";
    case "boolean": return typeof value === "boolean";
    case "date": return typeof value === "string" && /^[1-9]\d{3}-\d\d-\d\d$/.test(value);
    case "date-time": return typeof value === "string" && /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d$/.test(value);
    default: return type satisfies never;
  }
}

/**
 * Whether it holds of what was sent. Of a property that was not sent only `was-not-sent`, `is-not` and `includes-not` hold;
 * texts compare without regard to case; a filter that does not fit the value holds for nobody.
 */
export function filterHolds({ property, operator, value: asked }: PropertyFilter, sent: EventValues): boolean {
  const value = Object.hasOwn(sent, property) ? sent[property] : undefined;
  if (value === undefined) return operator === "was-not-sent" || operator === "is-not" || operator === "includes-not";
  switch (operator) {
    case "was-sent": return true;
    case "was-not-sent": return false;
    case "is": return equals(value, asked);
    case "is-not": return !equals(value, asked);
    case "contains": return typeof value === "string" && typeof asked === "string" && lower(value).includes(lower(asked.trim()));
    case "includes": return includes(value, asked);
    case "includes-not": return Array.isArray(value) && !includes(value, asked);
    case "at-least": return typeof asked === "number" && numberOf(value) >= asked;
    case "at-most": return typeof asked === "number" && numberOf(value) <= asked;
    // A day or a wall clock's time: the first characters of both are the shop's local time, so their order is that of time.
    case "before": return typeof value === "string" && typeof asked === "string" && value.slice(0, asked.length) < asked;
    case "after": return typeof value === "string" && typeof asked === "string" && value.slice(0, asked.length) > asked;
    default: return operator satisfies never;
  }
}

const lower = (text: string): string => text.toLowerCase();

function numberOf(value: EventValue): number {
  if (typeof value === "number") return value;
  return isAmount(value) ? value.minor : Number.NaN;
}

function equals(value: EventValue, asked: PropertyFilter["value"]): boolean {
  if (typeof asked === "number") return numberOf(value) === asked;
  return typeof value === "string" && typeof asked === "string" ? lower(value) === lower(asked.trim()) : value === asked;
}

function includes(value: EventValue, asked: PropertyFilter["value"]): boolean {
  return Array.isArray(value) && typeof asked === "string" && value.some((item) => lower(String(item)) === lower(asked.trim()));
}
