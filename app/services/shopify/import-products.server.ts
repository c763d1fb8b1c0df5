import type { AdminApi } from "~/adapters/shopify/admin-api";
import { moreVariants, productsPage, type ProductNode, type VariantNode } from "~/adapters/shopify/queries/products-page";
import { toGid } from "~/adapters/shopify/shapes";
import { fromDecimal } from "~/domain/money";
import { nextCursor, type ReadPage } from "./import-page";
import { saveProducts, type ProductRecord } from "./save-products.server";

/** R45: products with all their variants. */
export const readProductsPage: ReadPage = async (api, shop, { first, after }) => {
  const { data, restMs } = await api.ask(productsPage, { first, after, filter: null });
  const { nodes, pageInfo } = data.products;
  const records: ProductRecord[] = [];
  for (const node of nodes) records.push(recordOf(node, await allVariants(api, node), shop.currency));
  return { rows: nodes.length, total: data.productsCount?.count ?? null, next: nextCursor(pageInfo), restMs, save: (tx) => saveProducts(tx, shop, records) };
};

async function allVariants(api: AdminApi, product: ProductNode): Promise<VariantNode[]> {
  const variants = [...product.variants.nodes];
  let after = nextCursor(product.variants.pageInfo);
  while (after !== null) {
    const { data } = await api.ask(moreVariants, { id: toGid("Product", product.id), after });
    variants.push(...(data.product?.variants.nodes ?? []));
    after = data.product ? nextCursor(data.product.variants.pageInfo) : null;
  }
  return variants;
}

function recordOf(node: ProductNode, variants: readonly VariantNode[], currency: string): ProductRecord {
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
    variants: variants.map((variant) => ({
      id: variant.id,
      title: variant.title,
      sku: variant.sku ?? "",
      priceMinor: fromDecimal(variant.price, currency),
      compareAtMinor: variant.compareAtPrice === null ? null : fromDecimal(variant.compareAtPrice, currency),
      available: variant.availableForSale,
      imageUrl: null,
      position: variant.position,
    })),
    variantIds: variants.map(({ id }) => id),
  };
}
