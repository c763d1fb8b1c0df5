/**
 * Shopify's AJAX API and Liquid speak of money in hundredths whatever the currency's own digits are: 12 yen are 1200 there.
 * Takes ISO minor units.
 */
export function ajaxMoney(minor: number, currency: string): number {
  return Math.round(minor * 10 ** (2 - digits(currency)));
}

/** `€34.00`, from Shopify's hundredths. */
export function moneyText(hundredths: number, currency: string): string {
  return new Intl.NumberFormat("en-IE", { style: "currency", currency }).format(hundredths / 100);
}

function digits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
