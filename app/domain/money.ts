const digitsOf = new Map<string, number>();

/** Digits after the decimal sign of an ISO 4217 currency: 2 for EUR, 0 for JPY, 3 for BHD. */
export function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digitsOf.set(currency, digits);
  }
  return digits;
}

/** An amount in minor units in the words of a locale (BCP 47), for example "€12.50". */
export function formatMoney(minor: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(minor / 10 ** minorDigits(currency));
}

/** Shopify's AJAX API speaks of hundredths in every currency; the answer is in ISO minor units. */
export const fromAjaxHundredths = (hundredths: number, currency: string): number => Math.round((hundredths * 10 ** minorDigits(currency)) / 100);

/** A decimal amount of Shopify's APIs ("12.5") in ISO minor units. Throws where the text is no amount. */
export function fromDecimal(amount: string, currency: string): number {
  if (!/^-?\d+(\.\d+)?$/.test(amount)) throw new Error(`"${amount}" is no amount of money`);
  return Math.round(Number(amount) * 10 ** minorDigits(currency));
}

/** The amount as Shopify's APIs take it: "12.50". */
export const toDecimal = (minor: number, currency: string): string => (minor / 10 ** minorDigits(currency)).toFixed(minorDigits(currency));
