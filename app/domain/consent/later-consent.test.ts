import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { laterConsent, type ConsentChange } from "./later-consent";

const said = (state: ConsentChange["state"], at: number, source = "shopify"): ConsentChange => ({ state, at, source, evidence: null });
const hear = (all: readonly ConsentChange[]) => all.reduce<ConsentChange | null>((stored, one) => laterConsent(stored, one), null);

describe("two statements about one consent", () => {
  it("R42 the later change wins", () => {
    expect(laterConsent(said("granted", 1), said("withdrawn", 2)).state).toBe("withdrawn");
    expect(laterConsent(said("withdrawn", 2), said("granted", 1)).state).toBe("withdrawn");
  });

  it("R42 at the same instant the one that permits less holds", () => {
    expect(hear([said("granted", 5), said("withdrawn", 5)])?.state).toBe("withdrawn");
    expect(hear([said("withdrawn", 5), said("granted", 5)])?.state).toBe("withdrawn");
  });

  it("R45 the echo of our own change keeps its evidence", () => {
    const ours = said("withdrawn", 1_500, "one-click");
    expect(laterConsent(ours, said("withdrawn", 1_000))).toEqual(ours);
    expect(laterConsent(ours, said("withdrawn", 2_000))).toEqual({ ...ours, at: 2_000 });
  });

  it("R42 any order of arrival ends in the same state", () => {
    const change = fc.record({ state: fc.constantFrom("pending" as const, "granted" as const, "withdrawn" as const), at: fc.integer({ min: 0, max: 4 }), source: fc.constant("shopify"), evidence: fc.constant(null) });
    const shuffled = fc.array(change, { minLength: 1, maxLength: 6 }).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(fc.property(shuffled, ([all, other]) => {
      expect(hear(other)).toEqual(hear(all));
    }));
  });
});
