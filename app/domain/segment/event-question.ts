import { z } from "zod";
import { MOST_SOUGHT } from "~/domain/custom-event/compared-by";
import type { PropertyType } from "~/domain/custom-event/event-definition";
import { LARGEST_NUMBER } from "~/domain/trait/trait";

/** What the storefront and Shopify tell of a customer (R43), as it is stored. */
export const STOREFRONT_EVENTS = ["page_viewed", "product_viewed", "product_added_to_cart", "cart_viewed", "cart_updated", "checkout_started", "order_placed"] as const;
export type StorefrontEventType = (typeof STOREFRONT_EVENTS)[number];

interface AskableProperty {
  /** Where it lies in the event's JSON. */
  at: readonly string[];
  /** `collection`: the value asked for is a collection's id, the one that lies there a product's. */
  type: "text" | "number" | "collection";
}

const PAGE = { path: { at: ["page", "path"], type: "text" }, query: { at: ["page", "query"], type: "text" } } as const satisfies Record<string, AskableProperty>;
const PRODUCT = {
  product: { at: ["productId"], type: "text" }, collection: { at: ["productId"], type: "collection" }, variant: { at: ["variantId"], type: "text" }, price: { at: ["priceMinor"], type: "number" },
} as const satisfies Record<string, AskableProperty>;

/** What can be asked about each of them, besides how often it happened. */
export const ASKABLE: Readonly<Record<StorefrontEventType, Readonly<Record<string, AskableProperty>>>> = {
  page_viewed: PAGE,
  product_viewed: { ...PRODUCT, ...PAGE },
  product_added_to_cart: { ...PRODUCT, quantity: { at: ["quantity"], type: "number" }, ...PAGE },
  cart_viewed: { total: { at: ["cart", "totalMinor"], type: "number" } },
  cart_updated: { total: { at: ["cart", "totalMinor"], type: "number" } },
  checkout_started: {},
  order_placed: {},
};

export const FILTER_OPERATORS = ["is", "is-not", "contains", "at-least", "at-most", "any-of", "all-of", "none-of", "is-empty", "has-items", "before", "after", "between", "in-last"] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

const value = z.union([z.string().max(500), z.boolean(), z.number().min(-LARGEST_NUMBER).max(LARGEST_NUMBER), z.array(z.string().max(500)).max(MOST_SOUGHT)]);

/** What a filter says of the property it asks about where its value does not tell: a text may be a day, and a list has no value of its own. */
export const ASKED_AS = ["date", "date-time", "list"] as const;

/**
 * A question about one property of an event. Amounts are minor units; `contains` takes a text, `any-of`, `all-of` and `none-of` the texts that a list is searched for, `between` the first and the
 * last day or time, `in-last` a number of days, `is-empty` and `has-items` nothing. Days and times are on the shop's clock: `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM`. `title`: what a collection was called when it was chosen.
 */
export const eventFilterSchema = z.strictObject({ property: z.string().min(1).max(40).regex(/^[a-z][a-z0-9_]*$/), as: z.enum(ASKED_AS).optional(), operator: z.enum(FILTER_OPERATORS), value: value.optional(), title: z.string().max(255).optional() });
export type EventFilter = z.infer<typeof eventFilterSchema>;

export type FilterType = "text" | "number" | "boolean" | (typeof ASKED_AS)[number];

/** What can be asked of a property of each type, in the order in which a menu offers it. */
export function operatorsFor(type: FilterType | "collection"): readonly FilterOperator[] {
  switch (type) {
    case "collection": return ["is", "is-not"];
    case "text": return ["is", "is-not", "contains"];
    case "number": return ["is", "is-not", "at-least", "at-most"];
    case "boolean": return ["is"];
    case "date": return ["is", "before", "after", "between", "in-last"];
    case "date-time": return ["before", "after", "between", "in-last"];
    case "list": return ["any-of", "all-of", "none-of", "is-empty", "has-items"];
    default: return type satisfies never;
  }
}

/** Whether a property of what happens in every shop can be asked for so. A collection is asked for by its id, a text. */
export const fitsValue = (asked: AskableProperty, filter: Pick<EventFilter, "as" | "value">): boolean => (asked.type === "collection" ? "text" : asked.type) === typeOf(filter);

/** Of which type a filter asks: what it says, or that of its value. */
export function typeOf(filter: Pick<EventFilter, "as" | "value">): FilterType {
  if (filter.as !== undefined) return filter.as;
  if (typeof filter.value === "number") return "number";
  return typeof filter.value === "boolean" ? "boolean" : "text";
}

/** As which a property of a custom event is asked for. */
export function filterTypeOf(type: PropertyType): FilterType {
  switch (type) {
    case "string": return "text";
    case "integer":
    case "decimal":
    case "money": return "number";
    case "boolean":
    case "date":
    case "date-time":
    case "list": return type;
    default: return type satisfies never;
  }
}
