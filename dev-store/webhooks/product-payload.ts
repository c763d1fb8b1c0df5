import { decimal, gid, shopTime } from "./shopify-format.ts";
import { rawInteger } from "./raw-integer.ts";
import type { Product, Shop } from "../state/types.ts";

/** `products/create` and `products/update`. Pictures are addressed at the local storefront. */
export function productPayload(product: Product, shop: Shop, storeOrigin: string) {
  const image = {
    id: rawInteger(product.id),
    product_id: rawInteger(product.id),
    position: 1,
    created_at: shopTime(product.createdAt, shop),
    updated_at: shopTime(product.updatedAt, shop),
    alt: product.imageAlt,
    width: 1200,
    height: 1200,
    src: storeOrigin + product.image,
    variant_ids: [],
    admin_graphql_api_id: gid("MediaImage", product.id),
  };
  const published = product.status === "ACTIVE" ? shopTime(product.createdAt, shop) : null;
  return {
    admin_graphql_api_id: gid("Product", product.id),
    body_html: product.descriptionHtml,
    created_at: shopTime(product.createdAt, shop),
    handle: product.handle,
    id: rawInteger(product.id),
    product_type: product.type,
    published_at: published,
    template_suffix: null,
    title: product.title,
    updated_at: shopTime(product.updatedAt, shop),
    vendor: product.vendor,
    status: product.status.toLowerCase(),
    published_scope: "web",
    tags: product.tags.join(", "),
    variants: product.variants.map((variant, index) => ({
      admin_graphql_api_id: gid("ProductVariant", variant.id),
      barcode: null,
      compare_at_price: variant.compareAtMinor === null ? null : decimal(variant.compareAtMinor, shop.currency),
      created_at: shopTime(product.createdAt, shop),
      id: rawInteger(variant.id),
      inventory_policy: "deny",
      position: index + 1,
      price: decimal(variant.priceMinor, shop.currency),
      product_id: rawInteger(product.id),
      sku: variant.sku,
      taxable: true,
      title: variant.title,
      updated_at: shopTime(product.updatedAt, shop),
      option1: variant.title,
      option2: null,
      option3: null,
      image_id: null,
      inventory_item_id: rawInteger(variant.id),
      inventory_quantity: variant.inventory,
      old_inventory_quantity: variant.inventory,
    })),
    options: [],
    images: [image],
    image,
    media: [],
    variant_gids: product.variants.map((variant) => ({ admin_graphql_api_id: gid("ProductVariant", variant.id), updated_at: new Date(product.updatedAt).toISOString() })),
    has_variants_that_requires_components: false,
    category: null,
  };
}
