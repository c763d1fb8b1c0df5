import type { StoreState, Variant } from "./types.ts";

/** What a variant costs in a country: its price set by hand, or the shop's own by the rate, as Shopify Markets do it. Minor units. */
export function marketPrice({ shop, markets }: Pick<StoreState, "shop" | "markets">, variant: Pick<Variant, "id" | "priceMinor">, country: string | null): { minor: number; currency: string } {
  const market = country === null ? undefined : markets.get(country);
  if (!market) return { minor: variant.priceMinor, currency: shop.currency };
  const digits = (currency: string) => new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return { minor: market.fixed[variant.id] ?? Math.round(variant.priceMinor * market.rate * 10 ** (digits(market.currency) - digits(shop.currency))), currency: market.currency };
}
