import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomSplit, randomSplitConfig, type RandomSplitConfig } from "./definition";

const branch = (config: RandomSplitConfig, customerId: string, scenarioId = "scenario", stepId = "chance"): string => {
  const result = randomSplit.step({ config, stepId, scenarioId, customerId, enteredStepAt: 0, heldMs: 0, now: 0, facts: { timeZone: "Europe/Warsaw" }, outcome: null });
  if (result.do !== "leave") throw new Error("it always leaves");
  return result.branch;
};
const ways = (...percents: number[]): RandomSplitConfig => ({ branches: percents.map((percent, at) => ({ id: `w${at}`, name: `Way ${at}`, percent })) });
/** 2 to 10 whole percentages of 100. */
const shares = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 9 }).map((cuts) => {
  const places = [0, ...cuts.sort((a, b) => a - b), 100];
  return ways(...places.slice(1).map((place, at) => place - (places[at] ?? 0)));
});

describe("random-split", () => {
  it("R31 each way gets its share of the customers, whatever the shares, the scenario and the step", () => {
    const many = 4_000;
    fc.assert(fc.property(shares, fc.uuid(), fc.uuid(), (config, scenarioId, first) => {
      const counts = new Map<string, number>();
      for (let customer = 0; customer < many; customer += 1) {
        const taken = branch(config, `${first.slice(0, -5)}${customer}`, scenarioId);
        counts.set(taken, (counts.get(taken) ?? 0) + 1);
      }
      for (const { id, percent } of config.branches) {
        const expected = (many * percent) / 100;
        // Five standard deviations of a fair lot: once in some two million.
        expect(Math.abs((counts.get(id) ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected * (1 - percent / 100)) + 1);
      }
    }), { numRuns: 40, seed: 31 });
  });

  it("R31 a customer always goes the same way, also when names change, and by another lot in another step or scenario", () => {
    fc.assert(fc.property(shares, fc.uuid(), (config, customer) => {
      expect(branch(config, customer)).toBe(branch({ branches: config.branches.map((way) => ({ ...way, name: "renamed" })) }, customer));
    }));
    const customers = Array.from({ length: 400 }, (_, index) => `customer-${index}`);
    const same = (a: (id: string) => string, b: (id: string) => string) => customers.filter((id) => a(id) === b(id)).length;
    const here = (id: string) => branch(ways(50, 50), id);
    expect(same(here, (id) => branch(ways(50, 50), id, "other"))).toBeGreaterThan(150);
    expect(same(here, (id) => branch(ways(50, 50), id, "other"))).toBeLessThan(250);
    expect(same(here, (id) => branch(ways(50, 50), id, "scenario", "second"))).toBeLessThan(250);
  });

  it("R31 the lot of a customer does not change with the program", () => {
    expect(["ola", "ewa", "jan", "iga", "ada", "leo"].map((id) => branch(ways(...Array.from({ length: 10 }, () => 10)), id)).join(" ")).toBe("w5 w5 w6 w5 w9 w7");
  });

  it("R31 two to ten ways with ids and names of their own, of 100 per cent together", () => {
    expect(randomSplit.branches(randomSplit.defaults)).toEqual(["a", "b"]);
    expect(randomSplit.check(randomSplit.defaults)).toEqual([]);
    expect(randomSplit.check(ways(50, 49))).toEqual([{ severity: "error", path: "branches", key: "steps:randomSplit.problem.sum", values: { sum: 99 } }]);
    expect(randomSplit.check({ branches: [{ id: "a", name: "A", percent: 60 }, { id: "b", name: "", percent: 40 }] })).toEqual([{ severity: "error", path: "branches[1].name", key: "steps:randomSplit.problem.noName", values: { number: 2 } }]);
    const valid = (config: unknown) => randomSplitConfig.safeParse(config).success;
    expect(valid(ways(50, 50))).toBe(true);
    expect(valid(ways(99))).toBe(false);
    expect(valid(ways(...Array.from({ length: 11 }, () => 9)))).toBe(false);
    expect(valid(ways(0, 99))).toBe(false);
    expect(valid(ways(33.3, 66))).toBe(false);
    expect(valid({ branches: [{ id: "a", name: "A", percent: 50 }, { id: "a", name: "B", percent: 50 }] })).toBe(false);
  });
});
