import type { FavouriteMark } from "~/services/prices/mark-favourites.server";
import type { SeenPrice } from "~/services/prices/see-prices.server";
import { fromAjaxHundredths } from "~/domain/money";
import type { FreshEvent } from "./store-batches.server";

/**
 * The prices that the shopper saw by this event (R18). A cart's lines show what one piece costs in it, discounts included: who has
 * seen the lower price there is not told of it again.
 */
export function pricesSeenIn(fresh: FreshEvent): SeenPrice[] {
  const { event, cart, at, market } = fresh;
  const by = { ...subjectOf(fresh), market, at };
  switch (event.type) {
    case "product_viewed":
    case "product_added_to_cart":
    case "favourite_added": {
      const { productId, variantId, price, currency } = event.data;
      return [{ ...by, productId, variantId, currency, priceMinor: fromAjaxHundredths(price, currency), did: event.type }];
    }
    case "cart_viewed":
    case "cart_updated":
      return (cart?.lines ?? []).map(({ productId, variantId, quantity, lineMinor }) => ({
        ...by, productId, variantId, currency: cart?.currency ?? "", priceMinor: Math.round(lineMinor / quantity), did: null,
      }));
    default:
      return [];
  }
}

export function favouriteIn(fresh: FreshEvent): FavouriteMark[] {
  const { event, at } = fresh;
  if (event.type !== "favourite_added" && event.type !== "favourite_removed") return [];
  const { productId, variantId } = event.data;
  return [{ ...subjectOf(fresh), productId, variantId, marked: event.type === "favourite_added" ? 1 : 0, changedAt: at }];
}

function subjectOf({ visitor, customerId }: FreshEvent): { shopId: number; known: 0 | 1; subjectId: string } {
  return customerId === null ? { shopId: visitor.shopId, known: 0, subjectId: visitor.id } : { shopId: visitor.shopId, known: 1, subjectId: customerId };
}
