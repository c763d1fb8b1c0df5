import { describe, expect, it } from "vitest";
import { HOUR } from "~/domain/instant";
import { proposedSpread, spacingOf } from "./spread";

describe("spreading those who become due at once", () => {
  it("R38 lets few go at once, and proposes hours that make no burst of many", () => {
    expect(proposedSpread(300)).toBe(0);
    expect(proposedSpread(1_240)).toBe(1);
    expect(proposedSpread(500_000)).toBe(28);
    expect(proposedSpread(50_000_000)).toBe(168);
  });

  it("R38 puts them evenly apart", () => {
    expect(spacingOf(2, 7_200)).toBe(1_000);
    expect(spacingOf(0, 7_200)).toBe(0);
    expect(spacingOf(1, 10 * HOUR)).toBe(1);
  });
});
