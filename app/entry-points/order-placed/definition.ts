import { z } from "zod";
import type { Activity, EntryFacts, EntryPointType, EntryReaction } from "~/domain/scenario/entry-point-type";
import { checkProductChoice, isChosen, productChoice } from "~/domain/scenario/product-choice";

export const COUNT_OPERATORS = ["equals", "at-least", "at-most"] as const;
export const AMOUNT_OPERATORS = ["at-least", "at-most"] as const;

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
  products: productChoice,
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
  return products.of === "any" || order.products.some((product) => isChosen(products, product.id, product)) ? null : "order-products";
}

function compare(value: number, operator: (typeof COUNT_OPERATORS)[number], wanted: number): boolean {
  switch (operator) {
    case "equals": return value === wanted;
    case "at-least": return value >= wanted;
    case "at-most": return value <= wanted;
    default: return operator satisfies never;
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
  check: ({ products }, place) => checkProductChoice(products, "products.", "entryPoints:problems.nothing-chosen", place),
} satisfies EntryPointType<"order-placed", typeof orderPlacedConfig>;
