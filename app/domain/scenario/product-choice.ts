import { z } from "zod";
import { checkChosen, chosenResource } from "./chosen-resource";
import type { ProductFacts } from "./entry-point-type";
import type { CheckPlace, ConfigProblem } from "./step-type";

export const MOST_CHOSEN = 100;

const name = z.string().trim().min(1).max(255);

/** R16, R17: which products count. */
export const productChoice = z.discriminatedUnion("of", [
  z.strictObject({ of: z.literal("any") }),
  z.strictObject({ of: z.literal("products"), products: z.array(chosenResource).max(MOST_CHOSEN) }),
  /** Products that are in one of them when they are told of. */
  z.strictObject({ of: z.literal("collections"), collections: z.array(chosenResource).max(MOST_CHOSEN) }),
  z.strictObject({ of: z.literal("types"), names: z.array(name).max(MOST_CHOSEN) }),
  z.strictObject({ of: z.literal("vendors"), names: z.array(name).max(MOST_CHOSEN) }),
]);

export type ProductChoice = z.infer<typeof productChoice>;

export const PRODUCT_CHOICES = ["any", "products", "collections", "types", "vendors"] as const satisfies readonly ProductChoice["of"][];

/** Whether the product counts; one of which nothing but the id is known does so by its id alone. */
export function isChosen(choice: ProductChoice, id: string | undefined, product: ProductFacts | undefined): boolean {
  switch (choice.of) {
    case "any": return true;
    case "products": return choice.products.some((each) => each.id === id);
    case "collections": return product !== undefined && choice.collections.some((each) => product.collections.has(each.id));
    case "types": return product !== undefined && isNamed(choice.names, product.type);
    case "vendors": return product !== undefined && isNamed(choice.names, product.vendor);
    default: return choice satisfies never;
  }
}

/** Texts compare without regard to case. */
export const isNamed = (names: readonly string[], found: string): boolean => names.some((each) => each.toLowerCase() === found.trim().toLowerCase());

/** What has to be mended, by paths that begin with `under`. `nothing`: what is said where nothing is chosen. */
export function checkProductChoice(choice: ProductChoice, under: string, nothing: string, { shop }: CheckPlace): ConfigProblem[] {
  const unlessEmpty = (field: string, chosen: readonly unknown[], problems: ConfigProblem[]): ConfigProblem[] => (chosen.length === 0 ? [{ severity: "error", path: under + field, key: nothing }] : problems);
  switch (choice.of) {
    case "any": return [];
    case "products": return unlessEmpty("products", choice.products, checkChosen("products", choice.products, `${under}products`, shop));
    case "collections": return unlessEmpty("collections", choice.collections, checkChosen("collections", choice.collections, `${under}collections`, shop));
    case "types":
    case "vendors": return unlessEmpty("names", choice.names, []);
    default: return choice satisfies never;
  }
}

/** With what a choice begins. */
export function blankProductChoice(of: ProductChoice["of"]): ProductChoice {
  switch (of) {
    case "any": return { of };
    case "products": return { of, products: [] };
    case "collections": return { of, collections: [] };
    case "types":
    case "vendors": return { of, names: [] };
    default: return of satisfies never;
  }
}
