import fc from "fast-check";
import { expect, it } from "vitest";
import { storableJson, storableText } from "./storable-text";

it("leaves every text that PostgreSQL takes as it is", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")), (text) => {
    expect(storableText(text)).toBe(text);
    expect(JSON.parse(storableJson([{ text, number: 1, none: null }]))).toEqual([{ text, number: 1, none: null }]);
  }));
});

it("takes NUL characters out and mends halves of a character, a written \\u0000 stays", () => {
  expect(storableText("a\0b\ud800c")).toBe("ab\ufffdc");
  expect(storableJson([{ text: "a\0b", written: "\\u0000" }])).toBe('[{"text":"ab","written":"\\\\u0000"}]');
});
