import { z } from "zod";
import type { AdminQuery } from "../admin-api";
import { decimalText, gid, instantText } from "../shapes";
import { pageInfo, pageOf, type PageVariables } from "./page-info";

const VARIANT_FIELDS = "id title sku price compareAtPrice availableForSale position";

const variant = z.object({
  id: gid("ProductVariant"),
  title: z.string(),
  sku: z.string().nullable(),
  price: decimalText,
  compareAtPrice: decimalText.nullable(),
  availableForSale: z.boolean(),
  position: z.number(),
});

const product = z.object({
  id: gid("Product"),
  title: z.string(),
  handle: z.string(),
  vendor: z.string(),
  productType: z.string(),
  status: z.string(),
  tags: z.array(z.string()),
  updatedAt: instantText,
  featuredMedia: z.object({ preview: z.object({ image: z.object({ url: z.string() }).nullable() }).nullable() }).nullable(),
  variants: pageOf(variant),
});

const data = z.object({ products: pageOf(product), productsCount: z.object({ count: z.number() }).nullable() });
const moreData = z.object({ product: z.object({ variants: z.object({ nodes: z.array(variant), pageInfo }) }).nullable() });

export type ProductNode = z.infer<typeof product>;
export type VariantNode = z.infer<typeof variant>;

export const productsPage: AdminQuery<PageVariables, z.infer<typeof data>> = {
  document: `query ProductsPage($first: Int!, $after: String, $filter: String) {
    productsCount(query: $filter, limit: null) { count }
    products(first: $first, after: $after, query: $filter, sortKey: ID) {
      nodes {
        id title handle vendor productType status tags updatedAt
        featuredMedia { preview { image { url } } }
        variants(first: 10) { nodes { ${VARIANT_FIELDS} } pageInfo { hasNextPage endCursor } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  data,
};

/** The variants of a product that has more of them than a page of products carries. */
export const moreVariants: AdminQuery<{ id: string; after: string | null }, z.infer<typeof moreData>> = {
  document: `query MoreVariants($id: ID!, $after: String) {
    product(id: $id) { variants(first: 250, after: $after) { nodes { ${VARIANT_FIELDS} } pageInfo { hasNextPage endCursor } } }
  }`,
  data: moreData,
};
