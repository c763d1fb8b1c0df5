import { z } from "zod";
import type { Activity, EntryFacts, EntryPointType, EntryReaction, OrderFacts } from "~/domain/scenario/entry-point-type";
import { checkChosen, chosenResource } from "~/domain/scenario/chosen-resource";
import type { CheckPlace, ConfigProblem } from "~/domain/scenario/step-type";

export const MOST_CHOSEN = 100;
export const COUNT_OPERATORS = ["equals", "at-least", "at-most"] as const;
export const AMOUNT_OPERATORS = ["at-least", "at-most"] as const;

const name = z.string().trim().min(1).max(255);

/** R17: any order, or one that all of this is true of. */
export const orderPlacedConfig = z.strictObject({
  /** Which of the customer's orders it is, this one counted. */
  orders: z.discriminatedUnion("are", [
    z.strictObject({ are: z.literal("any") }),
    z.strictObject({ are: z.literal("first") }),
    z.strictObject({ are: z.literal("counted"), operator: z.enum(COUNT_OPERATORS), count: z.number().int().min(1).max(1_000_000) }),
  ]),
  /** What the customer has spent in all, with this order; shop currency, minor units. Any where null. */
  spent: z.strictObject({ operator: z.enum(AMOUNT_OPERATORS), amountMinor: z.number().int().min(0).max(1_000_000_000_000) }).nullable(),
  /** At least one of the products ordered. */
  products: z.discriminatedUnion("of", [
    z.strictObject({ of: z.literal("any") }),
    z.strictObject({ of: z.literal("products"), products: z.array(chosenResource).max(MOST_CHOSEN) }),
    /** Products that are in one of them when the order is told of. */
    z.strictObject({ of: z.literal("collections"), collections: z.array(chosenResource).max(MOST_CHOSEN) }),
    z.strictObject({ of: z.literal("types"), names: z.array(name).max(MOST_CHOSEN) }),
    z.strictObject({ of: z.literal("vendors"), names: z.array(name).max(MOST_CHOSEN) }),
  ]),
});

export type OrderPlacedConfig = z.infer<typeof orderPlacedConfig>;

function react(_config: OrderPlacedConfig, activity: Activity): EntryReaction {
  if (activity.type !== "order_placed" || activity.orderId === undefined) return { do: "nothing" };
  return { do: "enter", context: { orderId: activity.orderId, ...(activity.productIds && activity.productIds.length > 0 ? { productIds: activity.productIds.slice(0, 20) } : {}) } };
}

/** A cancelled order, told of at once as placed and cancelled, lets nobody in. */
function admits({ orders, spent, products }: OrderPlacedConfig, _activity: Activity, { order }: EntryFacts): string | null {
  if (!order) return "order-unknown";
  if (order.cancelled) return "order-was-cancelled";
  if (orders.are === "first" && order.ordersCount !== 1) return "order-not-first";
  if (orders.are === "counted" && !compare(order.ordersCount, orders.operator, orders.count)) return "order-count";
  if (spent && !compare(order.totalSpentMinor, spent.operator, spent.amountMinor)) return "order-spent";
  return hasProduct(products, order.products) ? null : "order-products";
}

function compare(value: number, operator: (typeof COUNT_OPERATORS)[number], wanted: number): boolean {
  switch (operator) {
    case "equals": return value === wanted;
    case "at-least": return value >= wanted;
    case "at-most": return value <= wanted;
    default: return operator satisfies never;
  }
}

function hasProduct(wanted: OrderPlacedConfig["products"], ordered: OrderFacts["products"]): boolean {
  switch (wanted.of) {
    case "any": return true;
    case "products": return ordered.some(({ id }) => wanted.products.some((product) => product.id === id));
    case "collections": return ordered.some(({ collections }) => wanted.collections.some(({ id }) => collections.has(id)));
    case "types": return ordered.some(({ type }) => isNamed(wanted.names, type));
    case "vendors": return ordered.some(({ vendor }) => isNamed(wanted.names, vendor));
    default: return wanted satisfies never;
  }
}

const isNamed = (names: readonly string[], found: string): boolean => names.some((each) => each.toLowerCase() === found.trim().toLowerCase());

function check({ products }: OrderPlacedConfig, { shop }: CheckPlace): ConfigProblem[] {
  const nothing = (field: string): ConfigProblem[] => [{ severity: "error", path: `products.${field}`, key: "entryPoints:problems.nothing-chosen" }];
  switch (products.of) {
    case "any": return [];
    case "products": return products.products.length === 0 ? nothing("products") : checkChosen("products", products.products, "products.products", shop);
    case "collections": return products.collections.length === 0 ? nothing("collections") : checkChosen("collections", products.collections, "products.collections", shop);
    case "types":
    case "vendors": return products.names.length === 0 ? nothing("names") : [];
    default: return products satisfies never;
  }
}

const defaults: OrderPlacedConfig = { orders: { are: "any" }, spent: null, products: { of: "any" } };

export const orderPlaced = {
  type: "order-placed",
  version: 1,
  icon: "OrderIcon",
  config: orderPlacedConfig,
  defaults,
  react,
  needs: () => ({ order: true }),
  admits,
  check,
} satisfies EntryPointType<"order-placed", typeof orderPlacedConfig>;
