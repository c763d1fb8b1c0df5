import type { Activity } from "~/domain/scenario/entry-point-type";
import { redactPage } from "./redact-page";
import type { FreshEvent } from "./store-batches.server";

/** The event as entry points and exits see it, or null where it concerns none. */
export function activityOf({ id, event, at, visitor, customerId }: FreshEvent): Activity | null {
  if (event.type === "message_link_followed") return null;
  const activity: Activity = { key: id, subjectId: customerId ?? visitor.id, type: event.type, at, page: redactPage(event.page) };
  if (event.type === "product_viewed" || event.type === "product_added_to_cart") {
    return { ...activity, productId: event.data.productId, variantId: event.data.variantId };
  }
  if (event.type === "cart_viewed" || event.type === "cart_updated") {
    const { token, lines } = event.data.cart;
    return { ...activity, cart: { token: token.split("?", 1)[0] ?? token, empty: lines.length === 0 } };
  }
  return activity;
}
