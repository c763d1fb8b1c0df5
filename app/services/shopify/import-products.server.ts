import { bulkProducts, type ProductNode } from "~/adapters/shopify/queries/bulk-products";
import { fromDecimal } from "~/domain/money";
import type { ShopRow } from "~/queries/shop.server";
import { importKind } from "./import-kind";
import { saveProducts, type ProductRecord } from "./save-products.server";

/** R45: products with all their variants. What Shopify has not changed since we heard of it is left alone. */
export const importedProducts = importKind(bulkProducts, recordOf, async (tx, _deps, shop, records) => {
  const rows = await tx.forShop(shop.id).selectFrom("Product").select(["id", "updatedAt", "deletedAt"]).where("id", "in", records.map(({ id }) => id)).execute();
  const known = new Map(rows.map((row) => [row.id, row.deletedAt === null ? row.updatedAt : Infinity]));
  const fresh = records.filter(({ id, updatedAt }) => updatedAt > (known.get(id) ?? -1));
  await saveProducts(tx, shop, fresh);
  const added = fresh.filter(({ id }) => !known.has(id)).length;
  return { productsAdded: added, productsChanged: fresh.length - added };
});

function recordOf(node: ProductNode, { currency }: ShopRow): ProductRecord {
  return {
    id: node.id,
    title: node.title,
    handle: node.handle,
    vendor: node.vendor,
    type: node.productType,
    imageUrl: node.featuredMedia?.preview?.image?.url ?? null,
    status: node.status,
    tags: node.tags,
    updatedAt: node.updatedAt,
    variants: node.variants.map((variant) => ({
      id: variant.id,
      title: variant.title,
      sku: variant.sku ?? "",
      priceMinor: fromDecimal(variant.price, currency),
      compareAtMinor: variant.compareAtPrice === null ? null : fromDecimal(variant.compareAtPrice, currency),
      available: variant.availableForSale,
      imageUrl: variant.image?.url ?? null,
      position: variant.position,
    })),
    variantIds: node.variants.map(({ id }) => id),
  };
}
