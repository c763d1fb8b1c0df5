import { z } from "zod";
import type { ConfigProblem } from "~/domain/scenario/step-type";
import type { Instant } from "~/domain/instant";
import { MOST_DAYS_BACK } from "~/domain/segment/period";
import { LARGEST_NUMBER } from "~/domain/trait/trait";
import { comparedBy, MOST_SOUGHT } from "./compared-by";
import { isDateText, liesIn, spanOfDates } from "./date-span";
import { isAmount, LONGEST_EVENT_TEXT, type EventDefinition, type EventValue, type EventValues, type PropertyType } from "./event-definition";

export const FILTER_OPERATORS = ["is", "is-not", "contains", "at-least", "at-most", "before", "after", "includes", "includes-not", "any-of", "all-of", "none-of", "is-empty", "between", "in-last", "was-sent", "was-not-sent"] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** A question about one property of an event (R13). `is-empty`, `was-sent` and `was-not-sent` take no value; `in-last` takes days before the event, `between` the first and the last day or time. */
export const propertyFilterSchema = z.strictObject({
  property: z.string().max(40),
  operator: z.enum(FILTER_OPERATORS),
  /** As merchants and files write it: an amount in minor units of the shop's currency, a date with a time as `YYYY-MM-DDTHH:MM` on the shop's clock. */
  value: z.union([z.string().max(LONGEST_EVENT_TEXT), z.boolean(), z.number().min(-LARGEST_NUMBER).max(LARGEST_NUMBER), z.array(z.string().max(LONGEST_EVENT_TEXT)).max(MOST_SOUGHT)]).optional(),
});

export type PropertyFilter = z.infer<typeof propertyFilterSchema>;

/** What can be asked of a property of each type, in the order in which a menu offers it. */
export const operatorsOf = {
  string: ["is", "is-not", "contains", "was-sent", "was-not-sent"],
  integer: ["is", "is-not", "at-least", "at-most", "was-sent", "was-not-sent"],
  decimal: ["at-least", "at-most", "was-sent", "was-not-sent"],
  money: ["at-least", "at-most", "is", "was-sent", "was-not-sent"],
  boolean: ["is", "was-sent", "was-not-sent"],
  date: ["is", "before", "after", "between", "in-last", "was-sent", "was-not-sent"],
  "date-time": ["before", "after", "between", "in-last", "was-sent", "was-not-sent"],
  list: ["includes", "includes-not", "any-of", "all-of", "none-of", "is-empty", "was-sent", "was-not-sent"],
} as const satisfies Record<PropertyType, readonly FilterOperator[]>;

/** What has to be mended in a filter; paths below it. */
export function checkFilter({ property: key, operator, value }: PropertyFilter, event: EventDefinition): ConfigProblem[] {
  const error = (path: string, problem: string): ConfigProblem[] => [{ severity: "error", path, key: `events:problem.${problem}`, values: { property: key, event: event.name } }];
  if (key === "") return error("property", "noProperty");
  const property = event.properties.find((each) => each.key === key);
  if (!property) return error("property", "propertyGone");
  if (!(operatorsOf[property.type] as readonly FilterOperator[]).includes(operator)) return error("operator", "operator");
  switch (comparedBy(operator)) {
    case "nothing": return [];
    case "texts": return Array.isArray(value) && value.length > 0 && value.every((text) => text.trim() !== "") ? [] : error("value", "value.list");
    case "days": return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MOST_DAYS_BACK ? [] : [{ severity: "error", path: "value", key: "events:problem.days", values: { property: key, most: MOST_DAYS_BACK } }];
    case "two": {
      if (!Array.isArray(value) || value.length !== 2 || !value.every((end) => fits(property.type, end))) return error("value", `value.${property.type}`);
      const [from = "", to = ""] = value;
      return from <= to ? [] : error("value", "between");
    }
    default: return fits(property.type, value) ? [] : error("value", `value.${property.type}`);
  }
}

function fits(type: PropertyType, value: PropertyFilter["value"]): boolean {
  switch (type) {
    case "string":
    case "list": return typeof value === "string" && value.trim() !== "";
    case "integer":
    case "money": return typeof value === "number" && Number.isInteger(value);
    case "decimal": return typeof value === "number";
    case "boolean": return typeof value === "boolean";
    case "date":
    case "date-time": return isDateText(type, value);
    default: return type satisfies never;
  }
}

/**
 * Whether it holds of what was sent with an event that happened then, on the clock of `timeZone`. Of a property that was not sent only `was-not-sent`, `is-not`, `includes-not`, `none-of` and `is-empty` hold;
 * texts compare without regard to case; a filter that does not fit the value holds for nobody.
 */
export function filterHolds({ property, operator, value: asked }: PropertyFilter, sent: EventValues, happened: { at: Instant; timeZone: string }): boolean {
  const value = Object.hasOwn(sent, property) ? sent[property] : undefined;
  if (value === undefined) return ["was-not-sent", "is-not", "includes-not", "none-of", "is-empty"].includes(operator);
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
    case "is-empty": return Array.isArray(value) && value.length === 0;
    case "any-of": return isList(value) && sought(asked).some((text) => includes(value, text));
    case "all-of": return isList(value) && sought(asked).length > 0 && sought(asked).every((text) => includes(value, text));
    case "none-of": return isList(value) && sought(asked).length > 0 && !sought(asked).some((text) => includes(value, text));
    case "before":
    case "after":
    case "between":
    case "in-last": {
      if (typeof value !== "string") return false;
      const span = spanOfDates(value.includes("T") ? "date-time" : "date", operator, asked, happened.at, happened.timeZone);
      return span !== null && liesIn(value, span);
    }
    default: return operator satisfies never;
  }
}

const isList = (value: EventValue): boolean => Array.isArray(value);
const sought = (asked: PropertyFilter["value"]): readonly string[] => (Array.isArray(asked) ? asked : []);

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
