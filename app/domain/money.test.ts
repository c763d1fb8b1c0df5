import { describe, expect, it } from "vitest";
import { formatMoney, fromAjaxHundredths, fromDecimal, minorDigits } from "./money";

describe("money", () => {
  it("knows the ISO exponent of a currency", () => {
    expect([minorDigits("EUR"), minorDigits("JPY"), minorDigits("KWD")]).toEqual([2, 0, 3]);
  });

  it("R43 turns Shopify's hundredths into minor units of the currency", () => {
    expect([fromAjaxHundredths(1999, "EUR"), fromAjaxHundredths(150_000, "JPY"), fromAjaxHundredths(1250, "KWD")]).toEqual([1999, 1500, 12_500]);
  });

  it("R45 reads decimal amounts to the minor unit and refuses what is none", () => {
    expect([fromDecimal("19.99", "EUR"), fromDecimal("-1.10", "EUR"), fromDecimal("1500", "JPY")]).toEqual([1999, -110, 1500]);
    expect(() => fromDecimal("12,50", "EUR")).toThrow('"12,50" is no amount of money');
  });

  it("writes amounts in the words of a locale", () => {
    expect(formatMoney(123_456, "EUR", "en")).toBe("€1,234.56");
  });
});
