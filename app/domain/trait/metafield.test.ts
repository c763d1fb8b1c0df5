import { expect, it } from "vitest";
import { fitsMetafield, metafieldOf } from "./metafield";

it("R45 a trait's value is told to Shopify in the metafield type that fits it", () => {
  const stored = (value: string | number | null) => (typeof value === "string" ? { text: value, number: null } : { text: null, number: value });
  expect(metafieldOf("string", stored("Ola"), "EUR")).toEqual({ type: "single_line_text_field", value: "Ola" });
  expect(metafieldOf("string", stored("two\nlines"), "EUR")?.value).toBe("two lines");
  expect(metafieldOf("text", stored("two\nlines"), "EUR")).toEqual({ type: "multi_line_text_field", value: "two\nlines" });
  expect(metafieldOf("url", stored("https://example.com"), "EUR")).toEqual({ type: "url", value: "https://example.com" });
  expect(metafieldOf("boolean", stored(0), "EUR")).toEqual({ type: "boolean", value: "false" });
  expect(metafieldOf("date", stored("2026-02-28"), "EUR")).toEqual({ type: "date", value: "2026-02-28" });
  expect(metafieldOf("date-time", stored(Date.parse("2026-02-28T09:30:00Z")), "EUR")).toEqual({ type: "date_time", value: "2026-02-28T09:30:00.000Z" });
  expect(metafieldOf("money", stored(-1050), "EUR")).toEqual({ type: "money", value: '{"amount":"-10.50","currency_code":"EUR"}' });
  expect(metafieldOf("money", stored(500), "JPY")?.value).toBe('{"amount":"500","currency_code":"JPY"}');
  expect(metafieldOf("integer", stored(42), "EUR")).toEqual({ type: "number_integer", value: "42" });
});

it("R45 an empty value takes the metafield away, and a key of one letter fits none", () => {
  expect(metafieldOf("string", { text: "", number: null }, "EUR")).toBeNull();
  expect(metafieldOf("integer", { text: null, number: null }, "EUR")).toBeNull();
  expect([fitsMetafield("x"), fitsMetafield("xy")]).toEqual([false, true]);
});
