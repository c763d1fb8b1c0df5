import type { Activity, EntryPointType, EntryReaction } from "~/domain/scenario/entry-point-type";
import { checkProductChoice, isChosen, isNamed, productChoice, type ProductChoice } from "~/domain/scenario/product-choice";

/** R16: enters at once. */
function react(config: ProductChoice, activity: Activity): EntryReaction {
  if (activity.type !== "product_added_to_cart" || !isChosen(config, activity.productId, activity.product)) return { do: "nothing" };
  return {
    do: "enter",
    context: { at: activity.at, stage: "added", ...(activity.productId === undefined ? {} : { productIds: [activity.productId] }) },
  };
}

/** Whether one product may let in by both; of two different kinds of choice nobody can tell beforehand. */
function overlaps(one: ProductChoice, other: ProductChoice): boolean {
  if (one.of === "products" && other.of === "products") return one.products.some(({ id }) => other.products.some((each) => each.id === id));
  if (one.of === "types" && other.of === "types") return one.names.some((each) => isNamed(other.names, each));
  if (one.of === "vendors" && other.of === "vendors") return one.names.some((each) => isNamed(other.names, each));
  return true;
}

const defaults: ProductChoice = { of: "any" };

export const addedToCart = {
  type: "added-to-cart",
  version: 1,
  icon: "CartDownIcon",
  config: productChoice,
  defaults,
  react,
  asksProduct: ({ of }) => of === "types" || of === "vendors" || of === "collections",
  asksCollections: ({ of }) => of === "collections",
  check: (config, place) => checkProductChoice(config, "", "entryPoints:addedToCart.problem.nothing-chosen", place),
  overlaps,
  comesAgain: true,
} satisfies EntryPointType<"added-to-cart", typeof productChoice>;
