import { decimal, gid } from "../webhooks/shopify-format.ts";
import type { Collection, Product, StoreState, Variant } from "../state/types.ts";

/** Products or collections as the resource picker hands them to the app; `type`, `query`, `draft`, `archived` in the query. */
export function pickResources(state: StoreState, storeOrigin: string, asked: URLSearchParams) {
  const wanted = (asked.get("query") ?? "").trim().toLowerCase();
  if (asked.get("type") === "collection") {
    return [...state.collections.values()].filter((one) => one.title.toLowerCase().includes(wanted)).map(collection);
  }
  return [...state.products.values()]
    .filter((one) => `${one.title} ${one.vendor} ${one.tags.join(" ")}`.toLowerCase().includes(wanted))
    .filter((one) => (one.status !== "DRAFT" || asked.get("draft") !== "false") && (one.status !== "ARCHIVED" || asked.get("archived") !== "false"))
    .sort((a, b) => a.title.localeCompare(b.title))
    .map((one) => product(one, state, storeOrigin));
}

function product(item: Product, state: StoreState, storeOrigin: string) {
  return {
    id: gid("Product", item.id),
    title: item.title,
    handle: item.handle,
    vendor: item.vendor,
    productType: item.type,
    status: item.status,
    tags: item.tags,
    descriptionHtml: item.descriptionHtml,
    images: [{ id: gid("ProductImage", item.id), altText: item.imageAlt, originalSrc: storeOrigin + item.image }],
    options: [],
    hasOnlyDefaultVariant: item.variants.length === 1 && item.variants[0]?.title === "Default Title",
    totalInventory: item.variants.reduce((sum, variant) => sum + variant.inventory, 0),
    totalVariants: item.variants.length,
    tracksInventory: true,
    availablePublicationCount: 1,
    createdAt: new Date(item.createdAt).toISOString(),
    updatedAt: new Date(item.updatedAt).toISOString(),
    publishedAt: item.status === "ACTIVE" ? new Date(item.createdAt).toISOString() : null,
    templateSuffix: null,
    variants: item.variants.map((variant, index) => productVariant(item, variant, index + 1, state)),
  };
}

function productVariant(item: Product, variant: Variant, position: number, state: StoreState) {
  const { currency } = state.shop;
  return {
    id: gid("ProductVariant", variant.id),
    title: variant.title,
    displayName: `${item.title} - ${variant.title}`,
    sku: variant.sku,
    barcode: null,
    position,
    price: decimal(variant.priceMinor, currency),
    compareAtPrice: variant.compareAtMinor === null ? null : decimal(variant.compareAtMinor, currency),
    inventoryQuantity: variant.inventory,
    inventoryPolicy: "DENY",
    inventoryManagement: "SHOPIFY",
    inventoryItem: { id: gid("InventoryItem", variant.id) },
    availableForSale: item.status === "ACTIVE" && variant.inventory > 0,
    product: { id: gid("Product", item.id) },
    selectedOptions: [{ value: variant.title }],
    requiresShipping: true,
    taxable: true,
    weight: null,
    weightUnit: "KILOGRAMS",
    createdAt: new Date(item.createdAt).toISOString(),
    updatedAt: new Date(item.updatedAt).toISOString(),
  };
}

function collection(item: Collection) {
  return {
    id: gid("Collection", item.id),
    title: item.title,
    handle: item.handle,
    description: item.description,
    descriptionHtml: item.description,
    productsCount: item.productIds.length,
    image: null,
    ruleSet: null,
    sortOrder: "MANUAL",
    availablePublicationCount: 1,
    templateSuffix: null,
  };
}
