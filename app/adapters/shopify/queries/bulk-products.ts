import { z } from "zod";
import type { BulkQuery } from "../bulk/bulk-query";
import { decimalText, gid, instantText } from "../shapes";

const variant = z.object({
  id: gid("ProductVariant"),
  title: z.string(),
  sku: z.string().nullable(),
  price: decimalText,
  compareAtPrice: decimalText.nullable(),
  availableForSale: z.boolean(),
  position: z.number(),
  image: z.object({ url: z.string() }).nullable(),
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
});

export type ProductNode = z.infer<typeof product> & { variants: z.infer<typeof variant>[] };

export const bulkProducts: BulkQuery<ProductNode> = {
  connection: "products",
  fields: `
    id title handle vendor productType status tags updatedAt
    featuredMedia { preview { image { url } } }
    variants { edges { node { id title sku price compareAtPrice availableForSale position image { url } } } }`,
  read: ({ root, children }) => ({ ...product.parse(root), variants: z.array(variant).parse(children) }),
};
