import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCodes } from "./read-codes";
import { codeKeyOf, writeCode } from "./write-code";

describe("codes that a merchant uploads", () => {
  it("R30 reads one a line, of a CSV the first column, and passes over the heading and empty lines", () => {
    expect(readCodes("\uFEFFCode,Used\r\nSPRING-1,0\r\n\r\n\"SPRING-2\";x\nSPRING-3\n").codes).toEqual([{ code: "SPRING-1", line: 2 }, { code: "SPRING-2", line: 4 }, { code: "SPRING-3", line: 5 }]);
  });

  it("R30 says by line what it does not take, and why", () => {
    expect(readCodes(`A1\na1\nTEN PERCENT\n${"x".repeat(256)}`)).toEqual({
      codes: [{ code: "A1", line: 1 }],
      refused: [{ line: 2, text: "a1", reason: "twice", first: 1 }, { line: 3, text: "TEN PERCENT", reason: "spaces" }, { line: 4, text: "x".repeat(60), reason: "too-long" }],
    });
  });

  it("R30 takes each code once, whatever the text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      const { codes } = readCodes(text);
      expect(new Set(codes.map(({ code }) => codeKeyOf(code))).size).toBe(codes.length);
    }));
  });
});

describe("a code of our own", () => {
  it("R30 has its prefix and ten letters of chance that nobody mistakes for another", () => {
    expect(writeCode("THANKS", new Uint8Array([0, 1, 2, 3, 31, 32, 255, 100, 9, 8]))).toMatch(/^THANKS-[2-9A-HJ-NP-Z]{10}$/);
    expect(writeCode("", new Uint8Array(10))).toBe("2222222222");
    expect(() => writeCode("", new Uint8Array(9))).toThrow();
  });
});
