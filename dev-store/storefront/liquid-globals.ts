import { Drop } from "liquidjs";
import { ajaxMoney } from "./ajax-money.ts";
import { cartJson } from "./cart-json.ts";
import { productJson, storefrontId } from "./product-json.ts";
import type { Store } from "../state/store.ts";
import type { Collection, Customer, Product } from "../state/types.ts";
import type { Exchange } from "./exchange.ts";

/** The names of Shopify's templates and page types that this theme has. */
export type TemplateName = "index" | "product" | "collection" | "list-collections" | "cart" | "search" | "page" | "404" | "customers/login" | "customers/account" | "checkout" | "thank-you" | "app-proxy";

export interface Page {
  template: TemplateName;
  title: string;
  product?: Product;
  /** The variant asked for by `?variant=`. */
  variantId?: string | null;
  collection?: Collection;
}

/** Prints as its name and compares with it, while `.name` and `.directory` read on. */
class TemplateDrop extends Drop {
  readonly name: string;
  readonly directory: string | null;
  readonly suffix = null;

  constructor(template: TemplateName) {
    super();
    const [first = "", second] = template.split("/");
    this.name = second ?? first;
    this.directory = second === undefined ? null : first;
  }

  override valueOf(): string {
    return this.directory === null ? this.name : `${this.directory}/${this.name}`;
  }
}

/** `{{ app.metafields.ns.key }}` prints the text, `.value` is what it holds. */
class MetafieldDrop extends Drop {
  readonly value: unknown;
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
    this.value = parsed(text);
  }

  override valueOf(): string {
    return this.#text;
  }
}

/** The objects that Shopify gives to every theme file and app block of a page. Money in hundredths. */
export function liquidGlobals(store: Store, exchange: Exchange, origin: string, page: Page): Record<string, unknown> {
  const { shop } = store.state;
  const { customer, existingCart } = exchange.shopper;
  const cart = existingCart ? cartJson(store, existingCart) : null;
  return {
    shop: {
      id: storefrontId(shop.id), name: shop.name, email: shop.email, permanent_domain: shop.domain, domain: new URL(origin).host, url: origin, secure_url: origin,
      currency: shop.currency, money_format: "€{{amount}}", money_with_currency_format: "€{{amount}} EUR", customer_accounts_enabled: true, locale: shop.locale,
    },
    customer: customer && customerLiquid(customer, shop.currency),
    cart: {
      ...(cart ?? { item_count: 0, items: [], total_price: 0, attributes: {}, note: "" }),
      currency: { iso_code: shop.currency, symbol: "€", name: "Euro" },
      empty: (cart?.item_count ?? 0) === 0,
    },
    template: new TemplateDrop(page.template),
    request: {
      host: new URL(origin).host, origin, path: exchange.url.pathname, page_type: pageType(page.template), design_mode: false, visual_preview_mode: false,
      locale: { iso_code: shop.locale, primary: true, root_url: "/", name: "English", endonym_name: "English" },
    },
    localization: { language: { iso_code: shop.locale }, country: { iso_code: shop.countryCode, currency: { iso_code: shop.currency } } },
    routes: {
      root_url: "/", cart_url: "/cart", cart_add_url: "/cart/add", cart_change_url: "/cart/change", cart_update_url: "/cart/update", cart_clear_url: "/cart/clear",
      account_url: "/account", account_login_url: "/account/login", account_logout_url: "/account/logout", collections_url: "/collections", all_products_collection_url: "/collections/all", search_url: "/search",
    },
    page_title: page.title,
    canonical_url: `${origin}${exchange.url.pathname}`,
    app: { metafields: appMetafields(store) },
    ...(page.product ? { product: productLiquid(store, page.product, page.variantId ?? null) } : {}),
    ...(page.collection ? { collection: collectionLiquid(store, page.collection) } : {}),
  };
}

export function productLiquid(store: Store, product: Product, variantId: string | null) {
  const json = productJson(store.state, product);
  const variants = json.variants;
  const selected = variants.find((variant) => String(variant.id) === variantId) ?? null;
  return {
    ...json,
    content: json.description,
    featured_image: json.featured_image && { src: json.featured_image, url: json.featured_image, alt: product.imageAlt, width: 600, height: 600, toString: () => product.image },
    image_alt: product.imageAlt,
    options_with_values: json.options,
    has_only_default_variant: variants.length === 1 && variants[0]?.title === "Default Title",
    selected_variant: selected,
    first_available_variant: variants.find((variant) => variant.available) ?? null,
    selected_or_first_available_variant: selected ?? variants.find((variant) => variant.available) ?? variants[0] ?? null,
    on_sale: json.compare_at_price !== null && json.compare_at_price > json.price,
    collections: [...store.state.collections.values()].filter((collection) => collection.productIds.includes(product.id)).map(({ handle, title }) => ({ handle, title, url: `/collections/${handle}` })),
  };
}

export function collectionLiquid(store: Store, collection: Collection) {
  const products = collection.productIds.flatMap((id) => store.products.get(id) ?? []).filter((product) => product.status === "ACTIVE");
  return {
    id: storefrontId(collection.id), handle: collection.handle, title: collection.title, description: collection.description, url: `/collections/${collection.handle}`,
    products: products.map((product) => productLiquid(store, product, null)), products_count: products.length, all_products_count: products.length,
    image: products[0]?.image ?? null,
  };
}

function customerLiquid(customer: Customer, currency: string) {
  return {
    id: storefrontId(customer.id), email: customer.email, phone: customer.phone, first_name: customer.firstName, last_name: customer.lastName,
    name: `${customer.firstName} ${customer.lastName}`.trim(), tags: customer.tags, orders_count: customer.ordersCount,
    total_spent: ajaxMoney(customer.totalSpentMinor, currency), accepts_marketing: customer.emailConsent.state === "SUBSCRIBED", has_account: true,
  };
}

function appMetafields(store: Store): Record<string, Record<string, MetafieldDrop>> {
  const byNamespace = new Map<string, [string, MetafieldDrop][]>();
  for (const [name, text] of store.state.appMetafields) {
    const at = name.lastIndexOf(".");
    const namespace = name.slice(0, at);
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), [name.slice(at + 1), new MetafieldDrop(text)]]);
  }
  return Object.fromEntries([...byNamespace].map(([namespace, keys]) => [namespace, Object.fromEntries(keys)]));
}

/** A metafield that reads as JSON is JSON: the store keeps no type beside the text. */
function parsed(text: string): unknown {
  if (!/^(?:[[{]|true$|false$|-?\d+$)/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function pageType(template: TemplateName): string {
  return template === "thank-you" ? "checkout" : template === "app-proxy" ? "page" : template;
}
