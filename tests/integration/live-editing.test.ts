import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServiceContext } from "~/app-context";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { planSave } from "~/queries/plan-save.server";
import { findScenario } from "~/queries/scenario.server";
import { settleScenariosWork } from "~/runtime/runs/settle-scenarios.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { createScenario } from "~/services/scenarios/create-scenario.server";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { stopScenario } from "~/services/scenarios/stop-scenario.server";
import { cartSeries, delayNode, emailNode, expectCountsAgree, openEngineWorld, type EngineWorld } from "../factories/engine-world";

const PEOPLE = ["ola", "ewa", "jan"];

let world: EngineWorld & { close(): Promise<void> };
let id: string;
beforeEach(async () => {
  world = await openEngineWorld();
  id = await createScenario(world.context, world.shop.id, { name: "Cart", definition: cartSeries() });
  await activateScenario(world.context, world.shop.id, id);
  // Each enters an hour after the one before, gets the first message and waits a day.
  for (const who of PEOPLE) {
    await world.addCustomer(who);
    await world.does(who, "cart_viewed", { cart: { token: who, empty: false } });
    await world.advance(HOUR);
    await world.hand();
  }
});
afterEach(() => world.close());

const withoutWait: ScenarioDefinition = { ...cartSeries(), steps: [emailNode("reminder", "second"), emailNode("second", null)] };
const waiting = (config: unknown): ScenarioDefinition => ({ ...cartSeries(), steps: [emailNode("reminder", "wait"), delayNode("wait", "second", config), emailNode("second", null)] });
const plan = async (definition: ScenarioDefinition) => (await planSave(world.db, world.shop, { scenarioId: id, definition, now: world.clock.now() })).effects;
async function save(definition: ScenarioDefinition, moves: Record<string, string> = {}, context: ServiceContext = world.context) {
  const scenario = await findScenario(world.db, world.shop.id, id);
  return saveScenario(context, world.shop.id, { scenarioId: id, name: "Cart", definition, revision: scenario?.revision ?? 0, moves: new Map(Object.entries(moves)) });
}
/** The process dies after so many transactions. */
function dyingAfter(transactions: number): ServiceContext {
  let left = transactions;
  return { ...world.context, db: { ...world.db, write: (work) => (left-- > 0 ? world.db.write(work) : Promise.reject(new Error("killed"))) } };
}
const standing = async () => (await world.runs()).map(({ status, stepId }) => `${status} ${stepId}`);

describe("saving an active scenario", () => {
  it("R40 R39 says how many a deleted step removes, and so many leave", async () => {
    expect(await plan(withoutWait)).toMatchObject([{ kind: "step-deleted", step: { id: "wait" }, count: 3 }]);
    expect(await save(withoutWait)).toMatchObject({ ok: true });
    await world.settle();
    expect((await world.runs()).map(({ reason }) => reason)).toEqual(["step-deleted", "step-deleted", "step-deleted"]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R40 moves those in a deleted step to the one chosen, and they go on from there", async () => {
    expect(await save(withoutWait, { wait: "second" })).toMatchObject({ ok: true });
    await world.settle();
    expect(await standing()).toEqual(["active second", "active second", "active second"]);
    expect((await world.visits()).filter(({ branch }) => branch === "moved")).toHaveLength(3);
    await expectCountsAgree(world.db, world.shop.id);
    await world.hand();
    expect((await world.runs()).map(({ status }) => status)).toEqual(["completed", "completed", "completed"]);
    expect(await world.messages()).toHaveLength(6);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R40 moves them all the same when the process dies between saving and settling", async () => {
    await expect(save(withoutWait, { wait: "second" }, dyingAfter(1))).rejects.toThrow("killed");
    const work = settleScenariosWork(world.context);
    while ((await work.runDue()) > 0) continue;
    await world.settle();
    expect(await standing()).toEqual(["active second", "active second", "active second"]);
  });

  it("R40 an unsent message of a deleted step is not sent to those moved on", async () => {
    await world.addCustomer("iga");
    await world.does("iga", "cart_viewed", { cart: { token: "iga", empty: false } });
    await world.advance(HOUR);
    const definition: ScenarioDefinition = { ...cartSeries(), firstStepId: "wait", steps: [delayNode("wait", "second"), emailNode("second", null)] };
    expect(await plan(definition)).toMatchObject([{ kind: "step-deleted", step: { id: "reminder" }, count: 1 }]);
    await save(definition, { reminder: "wait" });
    await world.settle();
    expect((await world.messages()).filter(({ status }) => status === "cancelled")).toMatchObject([{ customerId: "iga", reason: "step-deleted" }]);
    expect(await standing()).toEqual(Array<string>(4).fill("active wait"));
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R40 moves on who was held over two versions, by both", async () => {
    await stopScenario(world.context, world.shop.id, id, "hold");
    await activateScenario(dyingAfter(2), world.shop.id, id).catch(() => null);
    await save(withoutWait, { wait: "second" }, dyingAfter(1)).catch(() => null);
    await save({ ...cartSeries(), steps: [emailNode("reminder", "third"), emailNode("third", null)] }, { second: "third" });
    await world.settle();
    expect(await standing()).toEqual(["active third", "active third", "active third"]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R40 refuses to move people into a step that is not there, and saves nothing", async () => {
    expect(await save(withoutWait, { wait: "nowhere" })).toEqual({ ok: false, key: "malformed" });
    expect((await findScenario(world.db, world.shop.id, id))?.definition).toEqual(cartSeries());
  });

  it("R38 R40 says how many a changed delay moves and how many go at once, and so it is", async () => {
    await world.advance(30 * MINUTE);
    // Ola waits since 2.5 hours, Ewa since 1.5, Jan since half an hour.
    const shorter = waiting({ mode: "for", amount: 90, unit: "minutes" });
    expect(await plan(shorter)).toMatchObject([{ kind: "wait-changed", step: { id: "wait" }, count: 3, atOnce: 2 }]);
    await save(shorter);
    await world.settle();
    expect(await standing()).toEqual(["active second", "active second", "active wait"]);
    await world.advance(HOUR);
    expect(await standing()).toEqual(["active second", "active second", "active second"]);
  });

  it("R38 R40 a longer delay moves everybody and lets nobody go", async () => {
    expect(await plan(waiting({ mode: "for", amount: 2, unit: "days" }))).toMatchObject([{ kind: "wait-changed", count: 3, atOnce: 0 }]);
    await save(waiting({ mode: "for", amount: 2, unit: "days" }));
    await world.advance(DAY);
    expect(await standing()).toEqual(["active wait", "active wait", "active wait"]);
  });

  it("R40 tells of those on the way to a changed message and of those about to enter; a draft does nothing to anybody", async () => {
    await world.addCustomer("iga");
    await world.does("iga", "cart_viewed", { cart: { token: "iga", empty: false } });
    const [, , second] = cartSeries().steps;
    if (!second) throw new Error("three steps");
    const changed: ScenarioDefinition = { ...cartSeries(), entryPoints: [{ id: "other", type: "cart-abandonment", version: 1, config: { variant: "opened-not-checkout", idleMinutes: 60 } }], steps: [...cartSeries().steps.slice(0, 2), { ...second, config: { ...(second.config as object), subject: "New" } }] };
    expect(await plan(changed)).toMatchObject([{ kind: "message-changed", step: { id: "second" }, count: 3 }, { kind: "entry-point-deleted", entryPoint: { id: "cart" }, count: 1 }]);
    await stopScenario(world.context, world.shop.id, id, "hold");
    expect(await plan(changed)).toEqual([]);
  });

  it("R40 knows no scenario of another shop", async () => {
    const other = await world.addShop("other.myshopify.com");
    expect(await planSave(world.db, other, { scenarioId: id, definition: withoutWait, now: world.clock.now() })).toEqual({ effects: [], inside: 0, pinned: 0 });
  });
});
