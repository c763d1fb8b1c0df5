import fc from "fast-check";
import { expect, it } from "vitest";
import { storableJson, storableText } from "./storable-text";

it("leaves every text that PostgreSQL takes as it is", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")), (text) => {
    expect(storableText(text)).toBe(text);
    expect(JSON.parse(storableJson([{ text, number: 1, none: null }]))).toEqual([{ text, number: 1, none: null }]);
  }));
});

it("writes rows as it would were each text looked at", () => {
  const part = fc.constantFrom("\\", "u0000", "ud8", "udc00", "\0", "\ud83d", "\ude00", "a");
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.array(part).map((parts) => parts.join("")));
  fc.assert(fc.property(fc.array(fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null)))), (rows) => {
    expect(storableJson(rows)).toBe(JSON.stringify(rows, (_, value: unknown) => (typeof value === "string" ? storableText(value) : value)));
  }));
});

it("takes NUL characters out and mends halves of a character, a written \\u0000 stays", () => {
  expect(storableText("a\0b\ud800c")).toBe("ab\ufffdc");
  expect(storableJson([{ text: "a\0b", written: "\\u0000" }])).toBe('[{"text":"ab","written":"\\\\u0000"}]');
});
