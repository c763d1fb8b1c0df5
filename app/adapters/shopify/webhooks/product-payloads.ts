import { z } from "zod";
import { decimalText, gid, instantText, numericId } from "../shapes";

export const productPayload = z.object({
  admin_graphql_api_id: gid("Product"),
  title: z.string(),
  handle: z.string(),
  vendor: z.string().nullish(),
  product_type: z.string().nullish(),
  status: z.string(),
  tags: z.string().nullish(),
  updated_at: instantText,
  image: z.object({ src: z.string() }).nullish(),
  images: z.array(z.object({ src: z.string(), variant_ids: z.array(numericId).nullish() })).nullish(),
  /** The first hundred; `variant_gids` names all. */
  variants: z.array(z.object({
    admin_graphql_api_id: gid("ProductVariant"),
    title: z.string(),
    sku: z.string().nullish(),
    price: decimalText,
    compare_at_price: decimalText.nullish(),
    position: z.number().int(),
    /** Null where Shopify does not count the stock: such a variant never sells out. */
    inventory_management: z.string().nullish(),
    inventory_policy: z.string().nullish(),
    inventory_quantity: z.number().nullish(),
  })),
  variant_gids: z.array(z.object({ admin_graphql_api_id: gid("ProductVariant") })).nullish(),
});

export const deletedProductPayload = z.object({ id: numericId });

export type ProductPayload = z.infer<typeof productPayload>;
export type DeletedProductPayload = z.infer<typeof deletedProductPayload>;
