import type { EventDefinition } from "~/domain/custom-event/event-definition";
import type { TraitDefinition } from "~/domain/trait/trait";

/** What may be named in a message, as the messages' Liquid knows it; the names are keys of `steps.json`, `sending.variables`. */
export const VARIABLES = [
  { key: "firstName", insert: '{{ customer.first_name | default: "there" }}' },
  { key: "fullName", insert: "{{ customer.name }}" },
  { key: "city", insert: "{{ customer.city }}" },
  { key: "ordersCount", insert: "{{ customer.orders_count }}" },
  { key: "totalSpent", insert: "{{ customer.total_spent }}" },
  { key: "cartTotal", insert: "{{ cart.total }}" },
  { key: "cartCount", insert: "{{ cart.item_count }}" },
  { key: "cartUrl", insert: "{{ cart.url }}" },
  { key: "firstProduct", insert: "{{ products.first.title }}" },
  { key: "discountCode", insert: "{{ discount.code }}" },
  { key: "discountValue", insert: "{{ discount.value }}" },
  { key: "discountExpires", insert: "{{ discount.expires_at | date }}" },
  { key: "discountUrl", insert: "{{ discount.url }}" },
  { key: "shopName", insert: "{{ shop.name }}" },
  { key: "shopUrl", insert: "{{ shop.url }}" },
] as const;

/** A trait as it is best written; a date in the words of the shop's language. */
export function traitVariable({ key, type }: Pick<TraitDefinition, "key" | "type">): string {
  if (type === "date") return `{{ customer.traits.${key} | date }}`;
  if (type === "date-time") return `{{ customer.traits.${key} | date: "%d.%m.%Y %H:%M" }}`;
  return `{{ customer.traits.${key} }}`;
}

/** Properties of the custom events by which the scenario starts, as they are best written: name and text. `given` names them as `event.KEY`. */
export function eventVariables(given: readonly string[], events: readonly EventDefinition[]): { name: string; insert: string }[] {
  return given.filter((name) => name.startsWith("event.")).map((name) => {
    const type = events.flatMap(({ properties }) => properties).find(({ key }) => `event.${key}` === name)?.type;
    const filter = type === "date" ? " | date" : type === "date-time" ? ' | date: "%d.%m.%Y %H:%M"' : type === "list" ? ' | join: ", "' : "";
    return { name: name.slice("event.".length), insert: `{{ ${name}${filter} }}` };
  });
}
