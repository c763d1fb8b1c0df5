import { ajaxMoney } from "./ajax-money.ts";
import type { Product, StoreState, Variant } from "../state/types.ts";

/** Ids are numbers on the storefront, as long as a number can hold them. */
export function storefrontId(id: string): number | string {
  return Number.isSafeInteger(Number(id)) ? Number(id) : id;
}

export function optionName(product: Product): string {
  const titles = product.variants.map((variant) => variant.title);
  if (titles.includes("Default Title")) return "Title";
  return titles.some((title) => /\d|^(Small|Medium|Large|Low|Tall|Round|Oval)$/.test(title)) ? "Size" : "Colour";
}

export function variantTitle(product: Product, variant: Variant): string {
  return variant.title === "Default Title" ? product.title : `${product.title} - ${variant.title}`;
}

/** What `/products/HANDLE.js` answers; Liquid's `product` is built on it. */
export function productJson(state: StoreState, product: Product) {
  const money = (minor: number) => ajaxMoney(minor, state.shop.currency);
  const prices = product.variants.map((variant) => variant.priceMinor);
  const comparesAt = product.variants.flatMap((variant) => variant.compareAtMinor ?? []);
  return {
    id: storefrontId(product.id),
    title: product.title,
    handle: product.handle,
    description: product.descriptionHtml,
    published_at: new Date(product.createdAt).toISOString(),
    created_at: new Date(product.createdAt).toISOString(),
    vendor: product.vendor,
    type: product.type,
    tags: product.tags,
    price: money(Math.min(...prices)),
    price_min: money(Math.min(...prices)),
    price_max: money(Math.max(...prices)),
    available: product.variants.some((variant) => variant.inventory > 0),
    price_varies: new Set(prices).size > 1,
    compare_at_price: comparesAt.length > 0 ? money(Math.max(...comparesAt)) : null,
    variants: product.variants.map((variant) => variantJson(product, variant, money)),
    images: product.image ? [product.image] : [],
    featured_image: product.image || null,
    options: [{ name: optionName(product), position: 1, values: product.variants.map((variant) => variant.title) }],
    url: `/products/${product.handle}`,
  };
}


function variantJson(product: Product, variant: Variant, money: (minor: number) => number) {
  return {
    id: storefrontId(variant.id),
    title: variant.title,
    option1: variant.title,
    option2: null,
    option3: null,
    sku: variant.sku,
    requires_shipping: true,
    taxable: true,
    featured_image: null,
    available: product.status === "ACTIVE" && variant.inventory > 0,
    name: variantTitle(product, variant),
    public_title: variant.title === "Default Title" ? null : variant.title,
    options: [variant.title],
    price: money(variant.priceMinor),
    weight: 0,
    compare_at_price: variant.compareAtMinor === null ? null : money(variant.compareAtMinor),
    inventory_management: "shopify",
    inventory_quantity: variant.inventory,
    url: `/products/${product.handle}?variant=${variant.id}`,
  };
}
