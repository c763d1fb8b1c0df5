import { minorDigits } from "~/domain/money";

const formats = new Map<string, Intl.NumberFormat>();

/** Making a number format costs more than rendering a message, so each is made once. */
function formatOf(currency: string, locale: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: "currency", currency });
    formats.set(key, format);
  }
  return format;
}

/**
 * An amount as Liquid sees it: `{{ cart.total }}` prints it as people of the locale write it, `{% if cart.total > 50 %}`
 * compares it in whole units of its currency (liquidjs asks for the five methods of a comparable).
 */
export class Money {
  readonly minor: number;
  readonly currency: string;
  readonly locale: string;

  /** Minor units of an ISO 4217 currency; `locale` is BCP 47. */
  constructor(minor: number, currency: string, locale: string) {
    this.minor = minor;
    this.currency = currency;
    this.locale = locale;
  }

  times(quantity: number): Money {
    return new Money(this.minor * quantity, this.currency, this.locale);
  }

  toString(): string {
    return formatOf(this.currency, this.locale).format(this.units());
  }

  /** €49 and €49.50: without the zeros of a round amount. */
  short(): string {
    const text = this.toString();
    return Number.isInteger(this.units()) ? text.replace(/[.,]0+(?!\d)/, "") : text;
  }

  units(): number {
    return this.minor / 10 ** minorDigits(this.currency);
  }

  equals(other: unknown): boolean {
    return this.units() === unitsOf(other);
  }

  gt(other: unknown): boolean {
    return this.units() > unitsOf(other);
  }

  geq(other: unknown): boolean {
    return this.units() >= unitsOf(other);
  }

  lt(other: unknown): boolean {
    return this.units() < unitsOf(other);
  }

  leq(other: unknown): boolean {
    return this.units() <= unitsOf(other);
  }
}

function unitsOf(value: unknown): number {
  if (value instanceof Money) return value.units();
  return typeof value === "number" ? value : Number.NaN;
}
