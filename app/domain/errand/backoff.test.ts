import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "~/domain/instant";
import { nextTry, type TryPolicy } from "./backoff";

const policy: TryPolicy = { mostTries: 8, first: 30_000, factor: 4, longest: HOUR };
const after = (tries: number, asked: number | null = null, seed = "errand") => nextTry(policy, { now: 0, tries, asked, seed });

describe("nextTry", () => {
  it("R31 rests longer each time, up to the longest, and gives up after the last try", () => {
    const rests = [1, 2, 3, 4, 5, 6, 7].map((tries) => after(tries) ?? 0);
    [30_000, 2 * MINUTE, 8 * MINUTE, 32 * MINUTE, HOUR, HOUR, HOUR].forEach((base, index) => {
      expect(rests[index]).toBeGreaterThanOrEqual(base);
      expect(rests[index]).toBeLessThanOrEqual(base * 1.25);
    });
    expect(after(8)).toBeNull();
    expect(after(9)).toBeNull();
  });

  it("R31 waits as long as the other side asks for, the same for the same seed and another for others", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 6 * HOUR }), fc.string({ unit: fc.constantFrom(..."0123456789abcdef-"), maxLength: 36 }), (tries, asked, seed) => {
      expect(after(tries, asked, seed)).toBeGreaterThanOrEqual(asked);
      expect(after(tries, asked, seed)).toBe(after(tries, asked, seed));
    }));
    expect(new Set(Array.from({ length: 100 }, (_, index) => after(1, null, `errand-${index}`))).size).toBeGreaterThan(90);
  });
});
