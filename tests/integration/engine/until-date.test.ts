import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { TraitValue } from "~/domain/trait/trait";
import { planSave } from "~/queries/plan-save.server";
import { setTraitsByHand } from "~/services/traits/set-traits-by-hand.server";
import { cartSeries, delayNode, openEngineWorld, T0, type EngineWorld } from "../../factories/engine-world";
import { addTraits, dataNode } from "../../factories/traits";

const untilDate = { mode: "until-date", trait: "date", days: 0, side: "before", time: "09:00", repeats: "once", without: "wait", limitDays: 30 };
const scenario = (...steps: ScenarioDefinition["steps"]): ScenarioDefinition => ({ ...cartSeries({ whileInside: "ignore" }), firstStepId: steps[0]?.id ?? null, steps });
const entered = T0 + HOUR;

describe("waiting for a date of the customer", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    for (const id of ["ola", "ewa"]) await world.addCustomer(id);
    await addTraits(world.db, world.shop.id);
  });
  afterEach(() => world.close());

  const byHand = (customerId: string, date: TraitValue) => setTraitsByHand(world.context, world.shop, { customerId, values: { date: date }, staffId: null });
  const dues = async () => Object.fromEntries((await world.runs()).map(({ customerId, stepId, dueAt }) => [customerId, [stepId, dueAt]]));
  async function enter(definition: ScenarioDefinition): Promise<{ id: string; versionId: string }> {
    const active = await world.activate(definition);
    for (const id of ["ola", "ewa"]) await world.does(id, "cart_viewed", { cart: { token: id, empty: false } });
    await world.advance(HOUR);
    return active;
  }

  it("R22 each goes on by the date of their own; one that comes or changes meanwhile counts from then on", async () => {
    await byHand("ola", "2026-03-20");
    await enter(scenario(delayNode("wait", "rest", untilDate), delayNode("rest", null)));
    expect(await dues()).toEqual({ ola: ["wait", Date.parse("2026-03-20T08:00:00Z")], ewa: ["wait", entered + 30 * DAY - HOUR] });
    await byHand("ewa", "2026-03-14");
    await byHand("ola", "2026-03-12");
    await world.settle();
    expect(await dues()).toEqual({ ola: ["wait", Date.parse("2026-03-12T08:00:00Z")], ewa: ["wait", Date.parse("2026-03-14T08:00:00Z")] });
    await world.advance(2 * DAY);
    expect((await dues())["ola"]?.[0]).toBe("rest");
    await byHand("ewa", "");
    await world.advance(30 * DAY);
    expect((await world.visits()).map(({ stepId, detail }) => [stepId, detail])).toContainEqual(["wait", '{"wait":"limit"}']);
  });

  it("R22 R24 a date set a step before is seen; a change of text wakes nobody", async () => {
    await enter(scenario(dataNode("now", "wait", { do: "set-now", trait: "date" }), delayNode("wait", null, { ...untilDate, days: 2, side: "after" })));
    const due = Date.parse("2026-03-12T08:00:00Z");
    expect(await dues()).toEqual({ ola: ["wait", due], ewa: ["wait", due] });
    await setTraitsByHand(world.context, world.shop, { customerId: "ola", values: { string: "Oak" }, staffId: null });
    expect(await dues()).toEqual({ ola: ["wait", due], ewa: ["wait", due] });
  });

  it("R38 R40 a changed wait for a date asks each anew, and the plan says so", async () => {
    await byHand("ola", "2026-03-20");
    await byHand("ewa", "2026-03-12");
    const { id } = await enter(scenario(delayNode("wait", "rest", untilDate), delayNode("rest", null)));
    const changed = scenario(delayNode("wait", "rest", { ...untilDate, days: 5 }), delayNode("rest", null));
    expect((await planSave(world.db, world.shop, { scenarioId: id, definition: changed, now: world.clock.now() })).effects).toMatchObject([{ kind: "own-wait-changed", count: 2 }]);
    await world.activate(changed, id);
    await world.settle();
    // Five days before her date had passed when she entered: she waits for another within the limit.
    expect(await dues()).toEqual({ ola: ["wait", Date.parse("2026-03-15T08:00:00Z")], ewa: ["wait", entered + 30 * DAY - HOUR] });
  });
});
