import { connection } from "../connection.ts";
import { dateTime, gid, money } from "../graphql-format.ts";
import { decimal } from "../../webhooks/shopify-format.ts";
import { searchFilter } from "../search-query.ts";
import { marketPrice } from "../../state/market-price.ts";
import type { ListArgs } from "../graph.ts";
import type { ConnectionArgs } from "../connection.ts";
import type { GraphqlContext, NodeFields } from "../graphql-context.ts";
import type { Product, Variant } from "../../state/types.ts";

export function productNode(context: GraphqlContext, product: Product): NodeFields {
  const { shop } = context.store.state;
  const onlineUrl = product.status === "ACTIVE" ? `${context.storeOrigin}/products/${product.handle}` : null;
  const image = imageNode(context, product);
  const variants = product.variants.map((variant, index) => variantNode(context, product, variant, index + 1));
  return {
    __typename: "Product",
    id: gid("Product", product.id),
    legacyResourceId: product.id,
    handle: product.handle,
    title: product.title,
    vendor: product.vendor,
    productType: product.type,
    tags: [...product.tags],
    status: product.status,
    description: plainText(product.descriptionHtml),
    descriptionHtml: product.descriptionHtml,
    isGiftCard: false,
    createdAt: dateTime(product.createdAt),
    updatedAt: dateTime(product.updatedAt),
    publishedAt: product.status === "ACTIVE" ? dateTime(product.createdAt) : null,
    onlineStoreUrl: onlineUrl,
    onlineStorePreviewUrl: `${context.storeOrigin}/products/${product.handle}`,
    totalInventory: product.variants.reduce((sum, variant) => sum + variant.inventory, 0),
    tracksInventory: true,
    hasOnlyDefaultVariant: product.variants.length === 1 && product.variants[0]?.title === "Default Title",
    hasOutOfStockVariants: product.variants.some((variant) => variant.inventory <= 0),
    featuredMedia: { __typename: "MediaImage", id: gid("MediaImage", product.id), alt: product.imageAlt, mediaContentType: "IMAGE", status: "READY", mimeType: mimeOf(product.image), image, preview: { image, status: "READY" } },
    featuredImage: image,
    priceRangeV2: range(product, (variant) => variant.priceMinor, shop.currency),
    compareAtPriceRange: compareRange(product, shop.currency),
    variantsCount: { count: variants.length, precision: "EXACT" },
    variants: (args: ConnectionArgs) =>
      connection(context, { items: product.variants.map((variant, index) => ({ variant, index })), id: (one) => one.variant.id, value: (one) => one.index, node: (one) => variants[one.index] }, args),
    collections: (args: ConnectionArgs) => context.graph.collections(args, (collection) => collection.productIds.includes(product.id)),
  };
}

export function variantNode(context: GraphqlContext, product: Product, variant: Variant, position: number): NodeFields {
  const { shop } = context.store.state;
  return {
    __typename: "ProductVariant",
    id: gid("ProductVariant", variant.id),
    legacyResourceId: variant.id,
    title: variant.title,
    displayName: `${product.title} - ${variant.title}`,
    sku: variant.sku || null,
    barcode: null,
    position,
    price: decimal(variant.priceMinor, shop.currency),
    contextualPricing: ({ context: { country } }: { context: { country?: string | null } }) => {
      const { minor, currency } = marketPrice(context.store.state, variant, country ?? null);
      return { __typename: "ProductVariantContextualPricing", price: money(minor, currency), compareAtPrice: null };
    },
    compareAtPrice: variant.compareAtMinor === null ? null : decimal(variant.compareAtMinor, shop.currency),
    availableForSale: product.status === "ACTIVE" && variant.inventory > 0,
    inventoryQuantity: variant.inventory,
    inventoryPolicy: "DENY",
    taxable: true,
    image: null,
    selectedOptions: [{ name: "Title", value: variant.title }],
    createdAt: dateTime(product.createdAt),
    updatedAt: dateTime(product.updatedAt),
    product: () => productNode(context, product),
  };
}

const SORTS: Record<string, (product: Product) => string | number> = {
  TITLE: (product) => product.title.toLowerCase(),
  VENDOR: (product) => product.vendor.toLowerCase(),
  PRODUCT_TYPE: (product) => product.type.toLowerCase(),
  CREATED_AT: (product) => product.createdAt,
  PUBLISHED_AT: (product) => product.createdAt,
  UPDATED_AT: (product) => product.updatedAt,
  INVENTORY_TOTAL: (product) => product.variants.reduce((sum, variant) => sum + variant.inventory, 0),
};

export function productListing(context: GraphqlContext, args: ListArgs, only: (product: Product) => boolean = () => true) {
  const items = matchingProducts(context, args.query).filter(only);
  const value = SORTS[args.sortKey ?? "ID"] ?? ((product: Product) => product.id.padStart(24, "0"));
  return connection(context, { items, id: (product) => product.id, value, node: (product) => productNode(context, product) }, args);
}

export function matchingProducts(context: GraphqlContext, query: string | null | undefined): Product[] {
  const matches = searchFilter<Product>(query, {
    fields: {
      id: { kind: "number", of: (product) => Number(product.id) },
      title: { kind: "text", of: (product) => product.title },
      handle: { kind: "text", of: (product) => product.handle },
      vendor: { kind: "text", of: (product) => product.vendor },
      product_type: { kind: "text", of: (product) => product.type },
      tag: { kind: "text", of: (product) => product.tags },
      status: { kind: "text", of: (product) => product.status },
      sku: { kind: "text", of: (product) => product.variants.map((variant) => variant.sku) },
      created_at: { kind: "time", of: (product) => product.createdAt },
      updated_at: { kind: "time", of: (product) => product.updatedAt },
    },
    words: (product) => [product.title, product.vendor, product.type, ...product.tags].join(" "),
  });
  return [...context.store.state.products.values()].filter(matches);
}

function imageNode(context: GraphqlContext, product: Product) {
  const url = context.storeOrigin + product.image;
  return { __typename: "Image", id: gid("ProductImage", product.id), altText: product.imageAlt, url, src: url, originalSrc: url, transformedSrc: url, width: 1200, height: 1200 };
}

function range(product: Product, price: (variant: Variant) => number, currency: string) {
  const prices = product.variants.map(price);
  return { minVariantPrice: money(Math.min(...prices), currency), maxVariantPrice: money(Math.max(...prices), currency) };
}

function compareRange(product: Product, currency: string) {
  const prices = product.variants.flatMap((variant) => variant.compareAtMinor ?? []);
  if (prices.length === 0) return null;
  return { minVariantCompareAtPrice: money(Math.min(...prices), currency), maxVariantCompareAtPrice: money(Math.max(...prices), currency) };
}

function plainText(html: string): string {
  return html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
}

function mimeOf(path: string): string {
  const types: Record<string, string> = { jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", webp: "image/webp", svg: "image/svg+xml" };
  return types[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
}
