import fc from "fast-check";
import { expect, it } from "vitest";
import { inProportion, rebalance } from "./rebalance";

const sum = (parts: readonly number[]) => parts.reduce((all, part) => all + part, 0);

it("R31 the others give or take what one percentage gains or loses, in their proportion", () => {
  expect(rebalance([50, 50], 0, 70)).toEqual([70, 30]);
  expect(rebalance([50, 30, 20], 0, 75)).toEqual([75, 15, 10]);
  expect(rebalance([50, 30, 20], 1, 99)).toEqual([1, 98, 1]);
  expect(inProportion([1, 1, 1], 100)).toEqual([34, 33, 33]);
});

it("R31 percentages always add up to 100, each at least 1, and equal ones stay equal but for rounding", () => {
  const percents = fc.array(fc.nat(99), { minLength: 2, maxLength: 10 });
  fc.assert(fc.property(percents, fc.nat(9), fc.integer({ min: -5, max: 200 }), (before, at, percent) => {
    const changed = at % before.length;
    const after = rebalance(before, changed, percent);
    expect(sum(after)).toBe(100);
    expect(Math.min(...after)).toBeGreaterThanOrEqual(1);
    if (percent >= 1 && percent <= 101 - before.length) expect(after[changed]).toBe(percent);
    before.forEach((one, a) => before.forEach((two, b) => {
      if (a !== changed && b !== changed && one === two) expect(Math.abs((after[a] ?? 0) - (after[b] ?? 0))).toBeLessThanOrEqual(1);
    }));
  }));
});
