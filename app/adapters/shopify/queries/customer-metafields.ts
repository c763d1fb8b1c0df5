import { z } from "zod";
import type { AdminQuery } from "../admin-api";

const errors = z.array(z.object({ message: z.string() }));

const set = z.object({ metafieldsSet: z.object({ userErrors: errors }).nullable() });
const removed = z.object({ metafieldsDelete: z.object({ userErrors: errors }).nullable() });

/** What Shopify takes in one call. */
export const MOST_METAFIELDS = 25;

export interface MetafieldKey {
  ownerId: string;
  namespace: string;
  key: string;
}

export const setMetafields: AdminQuery<{ metafields: (MetafieldKey & { type: string; value: string })[] }, z.infer<typeof set>> = {
  document: "mutation SetMetafields($metafields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $metafields) { userErrors { message } } }",
  data: set,
};

/** Those that are not there are passed over. */
export const deleteMetafields: AdminQuery<{ metafields: MetafieldKey[] }, z.infer<typeof removed>> = {
  document: "mutation DeleteMetafields($metafields: [MetafieldIdentifierInput!]!) { metafieldsDelete(metafields: $metafields) { userErrors { message } } }",
  data: removed,
};
