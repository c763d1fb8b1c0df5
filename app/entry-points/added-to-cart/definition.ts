import { z } from "zod";
import type { Activity, EntryPointType, EntryReaction } from "~/domain/scenario/entry-point-type";
import { checkChosen, chosenResource } from "~/domain/scenario/chosen-resource";
import type { CheckPlace, ConfigProblem } from "~/domain/scenario/step-type";

export const MOST_CHOSEN = 100;

const name = z.string().trim().min(1).max(255);

/** R16: which products let the customer in. */
export const addedToCartConfig = z.discriminatedUnion("of", [
  z.strictObject({ of: z.literal("any") }),
  z.strictObject({ of: z.literal("products"), products: z.array(chosenResource).max(MOST_CHOSEN) }),
  /** Products that are in one of them when they are added. */
  z.strictObject({ of: z.literal("collections"), collections: z.array(chosenResource).max(MOST_CHOSEN) }),
  z.strictObject({ of: z.literal("types"), names: z.array(name).max(MOST_CHOSEN) }),
  z.strictObject({ of: z.literal("vendors"), names: z.array(name).max(MOST_CHOSEN) }),
]);

export type AddedToCartConfig = z.infer<typeof addedToCartConfig>;

/** R16: enters at once. */
function react(config: AddedToCartConfig, activity: Activity): EntryReaction {
  if (activity.type !== "product_added_to_cart" || !fits(config, activity)) return { do: "nothing" };
  return {
    do: "enter",
    context: { at: activity.at, stage: "added", ...(activity.productId === undefined ? {} : { productIds: [activity.productId] }) },
  };
}

function fits(config: AddedToCartConfig, { productId, product }: Activity): boolean {
  switch (config.of) {
    case "any": return true;
    case "products": return config.products.some(({ id }) => id === productId);
    case "collections": return product !== undefined && config.collections.some(({ id }) => product.collections.has(id));
    case "types": return product !== undefined && isNamed(config.names, product.type);
    case "vendors": return product !== undefined && isNamed(config.names, product.vendor);
    default: return config satisfies never;
  }
}

const isNamed = (names: readonly string[], found: string): boolean => names.some((each) => each.toLowerCase() === found.trim().toLowerCase());

function check(config: AddedToCartConfig, { shop }: CheckPlace): ConfigProblem[] {
  const nothing = (path: string): ConfigProblem[] => [{ severity: "error", path, key: "entryPoints:addedToCart.problem.nothing-chosen" }];
  switch (config.of) {
    case "any": return [];
    case "products": return config.products.length === 0 ? nothing("products") : checkChosen("products", config.products, "products", shop);
    case "collections": return config.collections.length === 0 ? nothing("collections") : checkChosen("collections", config.collections, "collections", shop);
    case "types":
    case "vendors": return config.names.length === 0 ? nothing("names") : [];
    default: return config satisfies never;
  }
}

/** Whether one product may let in by both; of two different kinds of choice nobody can tell beforehand. */
function overlaps(one: AddedToCartConfig, other: AddedToCartConfig): boolean {
  if (one.of === "products" && other.of === "products") return one.products.some(({ id }) => other.products.some((each) => each.id === id));
  if (one.of === "types" && other.of === "types") return one.names.some((each) => isNamed(other.names, each));
  if (one.of === "vendors" && other.of === "vendors") return one.names.some((each) => isNamed(other.names, each));
  return true;
}

const defaults: AddedToCartConfig = { of: "any" };

export const addedToCart = {
  type: "added-to-cart",
  version: 1,
  icon: "CartDownIcon",
  config: addedToCartConfig,
  defaults,
  react,
  asksProduct: ({ of }) => of === "types" || of === "vendors" || of === "collections",
  asksCollections: ({ of }) => of === "collections",
  check,
  overlaps,
  comesAgain: true,
} satisfies EntryPointType<"added-to-cart", typeof addedToCartConfig>;
