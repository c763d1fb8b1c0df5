import { z } from "zod";
import type { ConfigProblem, ShopChoices } from "./step-type";

/** A product or collection of Shopify's: the decimal tail of its id. The title is for people; it is as it was when it was chosen. */
export const chosenResource = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,19}$/), title: z.string().max(255) });

export type ChosenResource = z.infer<typeof chosenResource>;
export type ResourceKind = "products" | "collections";

/** A warning for each that was deleted in Shopify: by it nobody is found any more. */
export function checkChosen(kind: ResourceKind, chosen: readonly ChosenResource[], path: string, shop: Pick<ShopChoices, "gone"> | undefined): ConfigProblem[] {
  const gone = shop?.gone?.[kind] ?? [];
  return chosen.filter(({ id }) => gone.includes(id)).map(({ title }) => ({ severity: "warning", path, key: `entryPoints:problems.${kind}-gone`, values: { title } }));
}

/** All that may be an id of Shopify's anywhere in a definition, whatever it stands for. */
export function shopifyIdsIn(definition: unknown): string[] {
  return [...new Set([...(JSON.stringify(definition) ?? "").matchAll(/"([1-9]\d{0,19})"/g)].map(([, id = ""]) => id))];
}
