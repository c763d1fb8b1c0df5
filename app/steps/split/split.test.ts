import { describe, expect, it } from "vitest";
import type { Facts } from "~/domain/engine/facts";
import { EVERYONE_ELSE, MOST_BRANCHES, split, splitConfig, type SplitConfig } from "./definition";

const atLeast = (id: string, count: number): SplitConfig["branches"][number] => ({
  id, name: id, segment: { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-least", count }] }] },
});
const withOrders = (ordersCount: number): Facts => ({ timeZone: "Europe/Warsaw", totals: { ordersCount, totalSpentMinor: 0 } });
const way = (config: SplitConfig, facts: Facts) => split.step({ config, stepId: "split", scenarioId: "scenario", customerId: "ola", enteredStepAt: 0, heldMs: 0, now: 0, facts, outcome: null });

describe("split", () => {
  const config: SplitConfig = { branches: [atLeast("some", 1), atLeast("many", 5)] };

  it("R23 takes the first branch that matches, from the top", () => {
    expect(way(config, withOrders(9))).toEqual({ do: "leave", branch: "some" });
    expect(way({ branches: [...config.branches].reverse() }, withOrders(9))).toEqual({ do: "leave", branch: "many" });
    expect(way(config, withOrders(0))).toEqual({ do: "leave", branch: EVERYONE_ELSE });
  });

  it("R23 everyone else is always there, last, and never asked of anybody", () => {
    expect(split.branches(config)).toEqual(["some", "many", EVERYONE_ELSE]);
    expect(split.branches(split.defaults)).toEqual([EVERYONE_ELSE]);
    expect(splitConfig.safeParse({ branches: [atLeast(EVERYONE_ELSE, 1)] }).success).toBe(false);
  });

  it("R23 at most ten branches, each with an id of its own", () => {
    const branches = (count: number) => ({ branches: Array.from({ length: count }, (_, index) => atLeast(`b${index}`, index)) });
    expect(splitConfig.safeParse(branches(MOST_BRANCHES - 1)).success).toBe(true);
    expect(splitConfig.safeParse(branches(MOST_BRANCHES)).success).toBe(false);
    expect(splitConfig.safeParse({ branches: [atLeast("a", 1), atLeast("a", 2)] }).success).toBe(false);
  });

  it("R23 a branch without a name is named by its place", () => {
    expect(split.check({ branches: [atLeast("a", 1), { ...atLeast("b", 2), name: "" }] }, { messagesBefore: [], given: [] })).toEqual([
      { severity: "error", path: "branches[1].name", key: "split-no-name", values: { number: 2 } },
    ]);
  });
});
