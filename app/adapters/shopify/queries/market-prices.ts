import { z } from "zod";
import type { AdminQuery } from "../admin-api";
import { decimalText, gid } from "../shapes";

/** So many variants at once stay far below the 1,000 points of a query: three points each. */
export const VARIANTS_A_QUERY = 100;

const data = z.object({
  nodes: z.array(z.union([
    z.object({ id: gid("ProductVariant"), contextualPricing: z.object({ price: z.object({ amount: decimalText, currencyCode: z.string() }) }) }),
    // Gone since, or of another type.
    z.object({}).transform(() => null),
  ]).nullable()),
});

/** What variants cost in a country today (R18), as its market's price list and currency make it. */
export const marketPrices: AdminQuery<{ ids: string[]; country: string }, z.infer<typeof data>> = {
  document: `query MarketPrices($ids: [ID!]!, $country: CountryCode!) {
    nodes(ids: $ids) { ... on ProductVariant { id contextualPricing(context: { country: $country }) { price { amount currencyCode } } } }
  }`,
  data,
};
