import { z } from "zod";
import type { AdminQuery } from "../admin-api";
import { gid, instantText } from "../shapes";

/** So many products with up to fifty collections each stay below the 1,000 points of a query. */
export const PRODUCTS_A_QUERY = 10;

const product = z.object({
  id: gid("Product"),
  collections: z.object({ nodes: z.array(z.object({ id: gid("Collection"), title: z.string(), updatedAt: instantText })), pageInfo: z.object({ hasNextPage: z.boolean() }) }),
});

const found = z.object({
  // Gone since, or of another type.
  nodes: z.array(z.union([product, z.object({}).transform(() => null)]).nullable()),
});

/** The collections that products are in, those included that Shopify put them into by a rule. */
export const productCollections: AdminQuery<{ ids: string[] }, z.infer<typeof found>> = {
  document: `query ProductCollections($ids: [ID!]!) {
    nodes(ids: $ids) { ... on Product { id collections(first: 50) { nodes { id title updatedAt } pageInfo { hasNextPage } } } }
  }`,
  data: found,
};
