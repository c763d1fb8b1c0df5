import type { PriceDropped } from "~/domain/scenario/entry-point-type";
import type { CustomEvent } from "~/domain/custom-event/event-definition";
import { eventInLiquid } from "~/domain/custom-event/event-in-liquid";
import { discountData, type DataDiscount } from "./discount-data";
import type { MessageData, MessageProduct } from "./message-data";
import { Money } from "./money-value";
import type { TraitInLiquid } from "./trait-data";

export interface DataCustomer {
  email: string | null;
  firstName: string;
  lastName: string;
  city: string | null;
  countryCode: string | null;
  ordersCount: number;
  totalSpentMinor: number;
  currency: string;
}

export interface DataCart {
  currency: string;
  totalMinor: number;
  lines: { productId: string; variantId: string; quantity: number; lineMinor: number }[];
  /** Where she finds her checkout again. */
  checkoutUrl: string | null;
}

export interface DataProduct {
  id: string;
  title: string;
  handle: string;
  imageUrl: string | null;
}

export interface DataVariant {
  id: string;
  productId: string;
  title: string;
  priceMinor: number;
  currency: string;
  imageUrl: string | null;
}

export interface MessageSources {
  /** `origin` is the storefront's, without a slash at its end. */
  shop: { name: string; origin: string };
  locale: string;
  customer: DataCustomer;
  /** R24: every trait of the shop, by key. */
  traits: Readonly<Record<string, TraitInLiquid>>;
  cart: DataCart | null;
  /** Products that the run's trigger was about, newest last. */
  triggerProductIds: readonly string[];
  products: ReadonlyMap<string, DataProduct>;
  /** By their ids, and for products without a variant chosen the first under the product's id. */
  variants: ReadonlyMap<string, DataVariant>;
  order: { name: string; totalMinor: number; currency: string } | null;
  /** R13: the custom event that let the customer in. */
  event?: CustomEvent;
  /** R18: what fell in price, the largest fall first. */
  drops?: readonly PriceDropped[];
  /** Codes of the run (R30), in the order of their issue. */
  discounts: readonly DataDiscount[];
}

/** Shopify's word for the one variant of a product that has none. */
const NO_VARIANT = "Default Title";

/** What the merchant's Liquid sees of one customer. Lines whose product the shop no longer has are left out. */
export function buildMessageData({ shop, locale, customer, traits, cart, triggerProductIds, products, variants, order, event, discounts, drops = [] }: MessageSources): MessageData {
  const about = [...triggerProductIds].reverse();
  const productOf = (productId: string, variantId: string | null, quantity: number, price: Money | null): MessageProduct[] => {
    const product = products.get(productId);
    if (!product) return [];
    const variant = variants.get(variantId ?? productId);
    const today = variant ? new Money(variant.priceMinor, variant.currency, locale) : null;
    const shown = today && (price === null || price.currency === today.currency) ? today : price;
    if (!shown) return [];
    return [{
      title: product.title,
      variant: variant && variant.title !== NO_VARIANT ? variant.title : "",
      quantity, price: shown, line_price: shown.times(quantity), old_price: null, lowest_price: null,
      image: variant?.imageUrl ?? product.imageUrl,
      url: `${shop.origin}/products/${encodeURIComponent(product.handle)}${variantId === null ? "" : `?variant=${variantId}`}`,
    }];
  };
  /** A product whose price fell, as the check found it; where the shop's own price was meant, as it is now. */
  const droppedOf = (drop: PriceDropped): MessageProduct[] => {
    const today = variants.get(drop.variantId);
    const nowMinor = today && today.currency === drop.currency && drop.nowMinor === drop.baseMinor ? today.priceMinor : drop.nowMinor;
    const money = (minor: number) => new Money(minor, drop.currency, locale);
    return productOf(drop.productId, drop.variantId, 1, money(nowMinor)).map((product) => ({
      ...product, price: money(nowMinor), line_price: money(nowMinor),
      old_price: nowMinor < drop.wasMinor ? money(drop.wasMinor) : null, lowest_price: nowMinor < drop.wasMinor && drop.lowestMinor !== null ? money(drop.lowestMinor) : null,
    }));
  };
  const dropOf = (productId: string) => drops.find((drop) => drop.productId === productId);
  const placeOf = (productId: string) => (about.includes(productId) ? about.indexOf(productId) : about.length);
  const lines = cart ? [...cart.lines].sort((a, b) => placeOf(a.productId) - placeOf(b.productId))
    .flatMap((line) => productOf(line.productId, line.variantId, line.quantity, new Money(Math.round(line.lineMinor / line.quantity), cart.currency, locale))) : [];
  const name = `${customer.firstName} ${customer.lastName}`.trim();
  const url = cart && cart.lines.length > 0 ? cartUrl(shop.origin, cart) : null;
  return {
    customer: {
      first_name: customer.firstName, last_name: customer.lastName, name, email: customer.email ?? "",
      city: customer.city ?? "", country_code: customer.countryCode ?? "",
      orders_count: customer.ordersCount, total_spent: new Money(customer.totalSpentMinor, customer.currency, locale), traits,
    },
    shop: { name: shop.name, url: `${shop.origin}/` },
    cart: cart && url !== null ? {
      url, total: totalOf(cart, lines, locale), lines,
      item_count: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    } : null,
    products: lines.length > 0 ? lines : about.flatMap((productId) => {
      const drop = dropOf(productId);
      return drop ? droppedOf(drop) : productOf(productId, null, 1, null);
    }),
    order: order ? { name: order.name, total: new Money(order.totalMinor, order.currency, locale) } : null,
    event: event ? eventInLiquid(event, locale) : null,
    ...discountData(discounts, { origin: shop.origin, locale, cartUrl: url }),
  };
}

/** The cart's own total knows its discounts; it gives way to the sum of the lines where a price has changed since and every line is known. */
function totalOf(cart: DataCart, lines: readonly MessageProduct[], locale: string): Money {
  const then = cart.lines.reduce((sum, { lineMinor }) => sum + lineMinor, 0);
  const today = lines.reduce((sum, { line_price }) => sum + line_price.minor, 0);
  return new Money(then === today || lines.length < cart.lines.length ? cart.totalMinor : today, cart.currency, locale);
}

/** Her checkout, or a permalink that fills the cart again in whatever browser she reads her mail in. */
function cartUrl(origin: string, cart: DataCart): string {
  if (cart.checkoutUrl !== null) return cart.checkoutUrl;
  return `${origin}/cart/${cart.lines.map(({ variantId, quantity }) => `${variantId}:${quantity}`).join(",")}?storefront=true`;
}

/** A locale that `Intl` understands, else English. */
export function usableLocale(...wishes: (string | null)[]): string {
  for (const wish of wishes) {
    if (!wish) continue;
    try {
      const [locale] = Intl.getCanonicalLocales(wish.replaceAll("_", "-"));
      if (locale !== undefined) return locale;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return "en";
}
