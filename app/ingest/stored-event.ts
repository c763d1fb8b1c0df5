import type { StorefrontEvent } from "~/domain/event/storefront-batch";
import { fromAjaxHundredths } from "~/domain/money";
import type { FreshEvent } from "./store-batches.server";

type CartEvent = Extract<StorefrontEvent, { type: "cart_viewed" | "cart_updated" }>;

export interface StoredCart {
  token: string;
  currency: string;
  totalMinor: number;
  lines: { productId: string; variantId: string; quantity: number; lineMinor: number }[];
}

/** Shopify's cart as it is kept: ISO minor units, the token without its key. */
export function storedCart({ data: { cart } }: CartEvent): StoredCart {
  const minor = (hundredths: number) => fromAjaxHundredths(hundredths, cart.currency);
  return {
    token: cart.token.split("?", 1)[0] ?? cart.token,
    currency: cart.currency,
    totalMinor: minor(cart.totalPrice),
    lines: cart.lines.map(({ productId, variantId, quantity, linePrice }) => ({ productId, variantId, quantity, lineMinor: minor(linePrice) })),
  };
}

/** What the Event row says in `properties`. The token of a message link is a secret and not kept; its message is. */
export function storedProperties({ event, page, cart, messageId, custom }: Pick<FreshEvent, "event" | "page" | "cart" | "messageId" | "custom">): Record<string, unknown> {
  switch (event.type) {
    case "page_viewed":
      return { page };
    case "product_viewed":
    case "product_added_to_cart":
    case "favourite_added": {
      const { price, ...data } = event.data;
      return { page, ...data, priceMinor: fromAjaxHundredths(price, data.currency) };
    }
    case "favourite_removed":
      return { page, ...event.data };
    case "cart_viewed":
    case "cart_updated":
      return { page, cart };
    case "message_link_followed":
      return { page, messageId };
    case "custom_event":
      return { page, ...custom };
    default:
      return event satisfies never;
  }
}
