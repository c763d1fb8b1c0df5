import type { Activity } from "~/domain/scenario/entry-point-type";
import type { FreshEvent } from "./store-batches.server";

/** The event as entry points and exits see it, or null where it concerns none. */
export function activityOf({ id, event, page, cart, at, visitor, customerId, custom }: FreshEvent): Activity | null {
  if (event.type === "message_link_followed") return null;
  const activity: Activity = { key: id, subjectId: customerId ?? visitor.id, type: event.type, at, page };
  if (event.type === "product_viewed" || event.type === "product_added_to_cart" || event.type === "favourite_added" || event.type === "favourite_removed") {
    return { ...activity, productId: event.data.productId, variantId: event.data.variantId };
  }
  // One that lacks what it must have lets nobody in; it is a sign of life all the same, as idle clocks want to hear.
  if (event.type === "custom_event") return custom?.complete ? { ...activity, event: { name: event.data.name, properties: custom.properties } } : activity;
  if (cart) return { ...activity, cart: { token: cart.token, empty: cart.lines.length === 0 } };
  return activity;
}
