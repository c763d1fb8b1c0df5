import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { cartSeries, delayNode, expectCountsAgree, openEngineWorld, type EngineWorld } from "../../factories/engine-world";

const cart = { cart: { token: "c1", empty: false } };
const chance: ScenarioDefinition = {
  ...cartSeries(), firstStepId: "wait",
  steps: [
    delayNode("wait", "chance", { mode: "for", amount: 1, unit: "hours" }),
    { id: "chance", type: "random-split", version: 1, config: { branches: [{ id: "few", name: "Few", percent: 20 }, { id: "most", name: "Most", percent: 80 }] }, next: { few: null, most: "rest" } },
    delayNode("rest", null, { mode: "for", amount: 1, unit: "hours" }),
  ],
};

describe("random split in runs", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
  });
  afterEach(() => world.close());

  it("R31 parts customers by the percentages, and each goes the same way whenever she comes", async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `c${index}`);
    await world.activate(chance, "chance-of-a-fifth");
    for (const id of ids) await world.addCustomer(id);
    const pass = async () => {
      await world.take(ids.map((subjectId) => ({ key: `${world.clock.now()}-${subjectId}`, subjectId, type: "cart_viewed", at: world.clock.now(), ...cart })));
      await world.advance(DAY);
    };
    const branches = async () => {
      const runs = new Map((await world.runs()).map(({ id, customerId }) => [id, customerId]));
      return Map.groupBy((await world.visits()).filter(({ stepId }) => stepId === "chance"), ({ runId }) => runs.get(runId) ?? "");
    };
    await pass();
    await world.advance(HOUR);
    await pass();
    const taken = [...await branches()].map(([, visits]) => visits.map(({ branch }) => branch));
    expect(taken).toHaveLength(ids.length);
    expect(taken.every(([first, second, ...more]) => first === second && more.length === 0)).toBe(true);
    // 60 are expected. The lots are those of the customers in this scenario, so the count is always the same.
    const few = taken.filter(([first]) => first === "few").length;
    expect(few).toBeGreaterThan(45);
    expect(few).toBeLessThan(75);
    await expectCountsAgree(world.db, world.shop.id);
  });
});
