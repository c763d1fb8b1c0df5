import { z } from "zod";
import type { AdminQuery } from "../admin-api";
import { gid, instantText } from "../shapes";

const found = z.object({
  collection: z.object({
    id: gid("Collection"), title: z.string(), updatedAt: instantText,
    products: z.object({ nodes: z.array(z.object({ id: gid("Product") })), pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }) }),
  }).nullable(),
});

/** A page of the products of a collection, automated or by hand; null where Shopify has no such collection. */
export const collectionProducts: AdminQuery<{ id: string; after: string | null }, z.infer<typeof found>> = {
  document: `query CollectionProducts($id: ID!, $after: String) {
    collection(id: $id) { id title updatedAt products(first: 250, after: $after, sortKey: ID) { nodes { id } pageInfo { hasNextPage endCursor } } }
  }`,
  data: found,
};
