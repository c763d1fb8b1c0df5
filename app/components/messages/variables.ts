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
