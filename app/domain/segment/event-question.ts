import { z } from "zod";
import { LARGEST_NUMBER } from "~/domain/trait/trait";

/** What the storefront and Shopify tell of a customer (R43), as it is stored. */
export const STOREFRONT_EVENTS = ["page_viewed", "product_viewed", "product_added_to_cart", "cart_viewed", "cart_updated", "checkout_started", "order_placed"] as const;
export type StorefrontEventType = (typeof STOREFRONT_EVENTS)[number];

interface AskableProperty {
  /** Where it lies in the event's JSON. */
  at: readonly string[];
  type: "text" | "number";
}

const PAGE = { path: { at: ["page", "path"], type: "text" }, query: { at: ["page", "query"], type: "text" } } as const satisfies Record<string, AskableProperty>;
const PRODUCT = {
  product: { at: ["productId"], type: "text" }, variant: { at: ["variantId"], type: "text" }, price: { at: ["priceMinor"], type: "number" },
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

export const FILTER_OPERATORS = ["is", "is-not", "contains", "at-least", "at-most"] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

const value = z.union([z.string().max(500), z.boolean(), z.number().min(-LARGEST_NUMBER).max(LARGEST_NUMBER)]);

/** A question about one property of an event. Amounts are minor units; `contains` takes a text. */
export const eventFilterSchema = z.strictObject({ property: z.string().min(1).max(40).regex(/^[a-z][a-z0-9_]*$/), operator: z.enum(FILTER_OPERATORS), value });
export type EventFilter = z.infer<typeof eventFilterSchema>;

/** What fits a value: only texts contain, and a yes or no is or is not. */
export function operatorsFor(type: "text" | "number" | "boolean"): readonly FilterOperator[] {
  switch (type) {
    case "text": return ["is", "is-not", "contains"];
    case "number": return ["is", "is-not", "at-least", "at-most"];
    case "boolean": return ["is"];
    default: return type satisfies never;
  }
}

/** Of which type a filter asks: that of its value. */
export function typeOf(filter: Pick<EventFilter, "value">): "text" | "number" | "boolean" {
  if (typeof filter.value === "string") return "text";
  return typeof filter.value === "number" ? "number" : "boolean";
}
