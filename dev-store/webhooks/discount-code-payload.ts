import { decimal } from "./shopify-format.ts";
import type { StoreState } from "../state/types.ts";

/** An entry of `discount_codes`, of orders and checkouts. A code that the shop does not know takes off a fixed amount. */
export function discountCodePayload(code: string, amountMinor: number, { discounts, shop }: StoreState) {
  const known = [...discounts.values()].find((discount) => discount.code.toUpperCase() === code.toUpperCase());
  return { code, amount: decimal(amountMinor, shop.currency), type: known?.kind ?? "fixed_amount" };
}
