import type { PropertyInLiquid } from "~/domain/custom-event/event-in-liquid";
import type { Instant } from "~/domain/instant";
import type { Money } from "./money-value";
import type { TraitInLiquid } from "./trait-data";

/** A product as a message shows it: with today's title, price and picture. */
export interface MessageProduct {
  title: string;
  /** Empty for a product without variants. */
  variant: string;
  quantity: number;
  price: Money;
  /** The price times the quantity. */
  line_price: Money;
  /** R18: what it cost when the customer saw it, where that was more; null else. */
  old_price: Money | null;
  /** R18: the lowest price of the 30 days before today's began (Directive 98/6/EC, Article 6a); null where that is not known, or nothing dropped. */
  lowest_price: Money | null;
  /** Absolute, or null. */
  image: string | null;
  url: string;
}

/**
 * What a merchant's Liquid may name (the names are Liquid's, hence the underscores). `cart` is the cart as it is now,
 * `products` what the run's trigger was about: the lines of the cart that are still in it, or the products viewed.
 */
export interface MessageData {
  customer: {
    first_name: string;
    last_name: string;
    name: string;
    email: string;
    city: string;
    country_code: string;
    orders_count: number;
    total_spent: Money;
    /** By key; null where it is empty. */
    traits: Readonly<Record<string, TraitInLiquid>>;
  };
  shop: { name: string; url: string };
  cart: { url: string; total: Money; item_count: number; lines: MessageProduct[] } | null;
  products: MessageProduct[];
  order: { name: string; total: Money } | null;
  /** R13: the properties of the custom event that let the customer in, by key; null where something else did. */
  event: Readonly<Record<string, PropertyInLiquid>> | null;
  /** R30: the newest code of the run; null where it has none. */
  discount: MessageDiscount | null;
  /** The codes of the run by the names of their steps. */
  discounts: { [name: string]: MessageDiscount };
}

/** A discount code as a message shows it. */
export interface MessageDiscount {
  code: string;
  /** Applies the code and leads on to the cart of the message, or to the shop. */
  url: string;
  /** ISO 8601, UTC, for the filter `date`; null for one that does not end. */
  expires_at: string | null;
  /** What it takes off, in words: "10%", "€5", "Free shipping". */
  value: string;
}

/** What the engine needs besides: for dates, and for the language in which money is written. */
export interface MessageSetting {
  now: Instant;
  /** IANA zone of the shop. */
  timeZone: string;
  /** BCP 47. */
  locale: string;
  /** Of the shop, ISO 4217. */
  currency: string;
}
