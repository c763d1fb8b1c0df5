/**
 * The state of the local shop: what Shopify would know. Money is an integer of minor units in the shop's currency,
 * instants are epoch milliseconds UTC on the dev store's clock, ids are the decimal tail of Shopify's global ids.
 */

export interface Shop {
  id: string;
  domain: string;
  name: string;
  email: string;
  currency: string;
  timeZone: string;
  locale: string;
  countryCode: string;
}

export interface Variant {
  id: string;
  productId: string;
  title: string;
  sku: string;
  priceMinor: number;
  compareAtMinor: number | null;
  inventory: number;
}

export interface Product {
  id: string;
  handle: string;
  title: string;
  vendor: string;
  type: string;
  descriptionHtml: string;
  tags: string[];
  /** Path below the storefront's origin, for example `/images/linen-apron.jpg`. */
  image: string;
  imageAlt: string;
  status: "ACTIVE" | "DRAFT" | "ARCHIVED";
  variants: Variant[];
  createdAt: number;
  updatedAt: number;
}

export interface Collection {
  id: string;
  handle: string;
  title: string;
  description: string;
  productIds: string[];
  /** Of an automated one: what its products have. */
  rule?: CollectionRule;
  /** Absent where the collection comes from the seed and was never changed. */
  updatedAt?: number;
}

/** All that is given must hold. */
export interface CollectionRule {
  tag?: string | undefined;
  type?: string | undefined;
}

export type MarketingState = "NOT_SUBSCRIBED" | "PENDING" | "SUBSCRIBED" | "UNSUBSCRIBED";

export interface MarketingConsent {
  state: MarketingState;
  optInLevel: "SINGLE_OPT_IN" | "CONFIRMED_OPT_IN" | "UNKNOWN" | null;
  updatedAt: number | null;
}

export interface Customer {
  id: string;
  email: string | null;
  phone: string | null;
  firstName: string;
  lastName: string;
  locale: string;
  tags: string[];
  emailConsent: MarketingConsent;
  smsConsent: MarketingConsent;
  city: string;
  countryCode: string;
  ordersCount: number;
  totalSpentMinor: number;
  lastOrderId: string | null;
  createdAt: number;
  updatedAt: number;
  /** By `namespace.key`; absent where no app has written any. */
  metafields?: Record<string, { type: string; value: string }>;
}

export interface CartLine {
  /** Shopify's line key, `variantId:hash`. */
  key: string;
  variantId: string;
  quantity: number;
  properties: Record<string, string>;
}

export interface Cart {
  /** Without the `?key=` part; the storefront's AJAX answer appends one, as Shopify does. */
  token: string;
  key: string;
  lines: CartLine[];
  attributes: Record<string, string>;
  note: string;
  customerId: string | null;
  updatedAt: number;
}

export interface OrderLine {
  id: string;
  variantId: string;
  productId: string;
  title: string;
  quantity: number;
  priceMinor: number;
}

export interface Checkout {
  id: string;
  token: string;
  cartToken: string;
  customerId: string | null;
  email: string | null;
  lines: OrderLine[];
  totalMinor: number;
  attributes: Record<string, string>;
  discountCode: string | null;
  createdAt: number;
  updatedAt: number;
  completedAt: number | null;
}

export interface Refund {
  id: string;
  orderId: string;
  amountMinor: number;
  note: string;
  createdAt: number;
}

export interface Order {
  id: string;
  number: number;
  customerId: string | null;
  email: string | null;
  lines: OrderLine[];
  totalMinor: number;
  currency: string;
  cartToken: string | null;
  checkoutToken: string | null;
  attributes: Record<string, string>;
  discountCodes: string[];
  refunds: Refund[];
  cancelledAt: number | null;
  createdAt: number;
  updatedAt: number;
}

/** A discount with its one code. */
export interface Discount {
  id: string;
  code: string;
  title: string;
  /** In the words of the order webhook. */
  kind: "percentage" | "fixed_amount" | "shipping";
  /** Of the subtotal, 0 to 1; used by "percentage". */
  share: number;
  /** Used by "fixed_amount". */
  amountMinor: number;
  /** The subtotal from which it holds. */
  minimumMinor: number | null;
  usageLimit: number | null;
  appliesOncePerCustomer: boolean;
  /** Null for everybody. */
  customerIds: string[] | null;
  startsAt: number;
  endsAt: number | null;
  /** Customers by whose orders it was used, one entry an order. */
  usedBy: string[];
  createdAt: number;
}

/** A theme app embed as the merchant left it in the theme editor. */
export interface ThemeEmbed {
  enabled: boolean;
  /** What she set; the defaults of the block's schema fill the rest. */
  settings: Record<string, string | number | boolean>;
}

/** How a country is sold to; one that is not listed has the shop's own prices. */
export interface Market {
  currency: string;
  /** Units of its currency for one of the shop's. */
  rate: number;
  /** Prices set by hand, in minor units of its currency, by variant. */
  fixed: Record<string, number>;
}

export interface StoreState {
  shop: Shop;
  /** By country. */
  markets: Map<string, Market>;
  products: Map<string, Product>;
  collections: Map<string, Collection>;
  customers: Map<string, Customer>;
  orders: Map<string, Order>;
  carts: Map<string, Cart>;
  checkouts: Map<string, Checkout>;
  discounts: Map<string, Discount>;
  /** Metafields the app wrote on its own installation, by `namespace.key`. */
  appMetafields: Map<string, string>;
  /** App embeds by block handle (file name without `.liquid`). One that is not listed is on: the demo's merchant turned all on. */
  themeEmbeds: Map<string, ThemeEmbed>;
  /** Shoppers signed in on the storefront: session cookie to customer id. */
  customerSessions: Map<string, string>;
}

/** What a change tells the rest of the dev store. The webhook sender turns it into Shopify's payload and delivers it. */
export type StoreChange =
  | { topic: "app/uninstalled" | "shop/update" }
  | { topic: "customers/create" | "customers/update" | "customers/purchasing_summary" | "customers_email_marketing_consent/update" | "customers_marketing_consent/update"; customer: Customer }
  | { topic: "customers/delete"; customerId: string }
  | { topic: "customers/merge"; keptId: string; removedId: string }
  | { topic: "customer.tags_added" | "customer.tags_removed"; customer: Customer; tags: string[] }
  | { topic: "checkouts/create" | "checkouts/update"; checkout: Checkout }
  | { topic: "orders/create" | "orders/updated" | "orders/cancelled"; order: Order }
  | { topic: "refunds/create"; refund: Refund; order: Order }
  | { topic: "products/create" | "products/update"; product: Product }
  | { topic: "products/delete"; productId: string }
  | { topic: "collections/create" | "collections/update"; collection: Collection }
  | { topic: "collections/delete"; collectionId: string };

/** The one clock of store, app and worker, as the dev store sees it. */
export interface DevClock {
  /** Epoch milliseconds UTC: real time plus the offset that the control API set. */
  now(): number;
}
