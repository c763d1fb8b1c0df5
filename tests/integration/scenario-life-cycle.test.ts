import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { whereToLook } from "~/domain/statistics/where-to-look";
import { findScenario } from "~/queries/scenario.server";
import { listScenarios } from "~/queries/scenario-list.server";
import { readScenarioStatistics } from "~/queries/scenario-statistics.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { createScenario } from "~/services/scenarios/create-scenario.server";
import { duplicateScenario } from "~/services/scenarios/duplicate-scenario.server";
import { restoreScenario } from "~/services/scenarios/restore-scenario.server";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { deleteScenario, stopScenario } from "~/services/scenarios/stop-scenario.server";
import { cartSeries, openEngineWorld, type EngineWorld } from "../factories/engine-world";

let world: EngineWorld & { close(): Promise<void> };
beforeEach(async () => {
  world = await openEngineWorld();
});
afterEach(() => world.close());

const draft = (definition: ScenarioDefinition = cartSeries()) => createScenario(world.context, world.shop.id, { name: "Cart", definition });
const statusOf = async (id: string) => (await findScenario(world.db, world.shop.id, id))?.status;
const save = async (id: string, change: { name?: string; definition?: ScenarioDefinition; revision?: number } = {}) => {
  const scenario = await findScenario(world.db, world.shop.id, id);
  if (!scenario) throw new Error("no such scenario");
  return saveScenario(world.context, world.shop.id, { scenarioId: id, name: scenario.name, definition: scenario.definition, revision: scenario.revision, ...change });
};

/** Somebody who opened her cart, left, got the first e-mail and now waits a day for the second. */
async function waiting(scenarioId: string): Promise<void> {
  await world.addCustomer("ola");
  await activateScenario(world.context, world.shop.id, scenarioId);
  await world.does("ola", "cart_viewed", { cart: { token: "c1", empty: false } });
  await world.advance(HOUR);
  await world.hand();
}

describe("the life of a scenario", () => {
  it("R1 goes from draft to active, stopped, deleted and back, and refuses every other way", async () => {
    const id = await draft();
    const shopId = world.shop.id;
    expect(await stopScenario(world.context, shopId, id, "hold")).toMatchObject({ ok: false, key: "transition", values: { status: "draft" } });
    expect(await activateScenario(world.context, shopId, id)).toMatchObject({ ok: true });
    expect(await activateScenario(world.context, shopId, id)).toMatchObject({ ok: false, key: "transition" });
    expect(await stopScenario(world.context, shopId, id, "hold")).toEqual({ ok: true });
    expect(await deleteScenario(world.context, shopId, id, "hold")).toEqual({ ok: true });
    expect(await save(id)).toMatchObject({ ok: false, key: "transition" });
    expect(await restoreScenario(world.context, shopId, id)).toEqual({ ok: true });
    expect(await statusOf(id)).toBe("stopped");
  });

  it("R34 says what would run but perhaps not as meant, where it is asked, and changes nothing until that was seen", async () => {
    const id = await draft(cartSeries({ whileInside: "ignore" }));
    const ask = () => activateScenario(world.context, world.shop.id, id, { do: "ask" }, "ask");
    await world.db.write((tx) => tx.acrossShops.updateTable("Shop").set({ senderVerifiedAt: null }).where("id", "=", world.shop.id).execute());
    const unverified = (stepId: string) => expect.objectContaining({ severity: "warning", stepId, key: "messages:problem.senderNotVerified" }) as unknown;
    expect(await ask()).toEqual({ ok: false, key: "warnings", values: { scenarioId: id }, problems: [unverified("reminder"), unverified("second")] });
    expect(await statusOf(id)).toBe("draft");
    expect(await activateScenario(world.context, world.shop.id, id, { do: "ask" }, "accept")).toMatchObject({ ok: true });

    await stopScenario(world.context, world.shop.id, id, "hold");
    await world.db.write((tx) => tx.acrossShops.updateTable("Shop").set({ senderVerifiedAt: 1 }).where("id", "=", world.shop.id).execute());
    expect(await ask()).toMatchObject({ ok: true });
  });

  it("R1 restores a scenario that never ran as a draft", async () => {
    const id = await draft();
    await deleteScenario(world.context, world.shop.id, id, "hold");
    await restoreScenario(world.context, world.shop.id, id);
    expect(await statusOf(id)).toBe("draft");
  });

  it("R1 makes a draft of every copy", async () => {
    const id = await draft();
    await activateScenario(world.context, world.shop.id, id);
    const copy = await duplicateScenario(world.context, world.shop.id, id, "Copy of Cart");
    expect(copy).toMatchObject({ ok: true });
    expect(copy.ok && (await findScenario(world.db, world.shop.id, copy.scenarioId))).toMatchObject({ status: "draft", name: "Copy of Cart", definition: cartSeries() });
  });

  it("R1 knows no scenario of another shop", async () => {
    const other = await world.addShop("other.myshopify.com");
    const id = await draft();
    expect(await activateScenario(world.context, other.id, id)).toMatchObject({ ok: false, key: "notFound" });
    expect(await duplicateScenario(world.context, other.id, id, "Mine")).toMatchObject({ ok: false, key: "notFound" });
    expect(await listScenarios(world.db, other.id, { status: null, search: "" })).toEqual([]);
  });

  it("does not go live with an error, and names its place", async () => {
    const id = await draft({ ...cartSeries(), entryPoints: [] });
    expect(await activateScenario(world.context, world.shop.id, id)).toEqual({ ok: false, key: "problems", problems: [{ severity: "error", path: "entryPoints", key: "no-entry-point" }] });
    expect(await statusOf(id)).toBe("draft");
  });

  it("R40 refuses a save made on an older revision, so that nobody's changes are lost unseen", async () => {
    const id = await draft();
    expect(await save(id, { name: "First" })).toMatchObject({ ok: true, revision: 2 });
    expect(await save(id, { name: "Second", revision: 1 })).toEqual({ ok: false, key: "conflict" });
    expect((await findScenario(world.db, world.shop.id, id))?.name).toBe("First");
  });

  it("R40 makes one version a save of an active scenario, and none where nothing changed", async () => {
    const id = await draft();
    await activateScenario(world.context, world.shop.id, id);
    await save(id);
    await save(id, { definition: { ...cartSeries(), settings: { ...cartSeries().settings, exits: { onOrder: false, onPage: [] } } } });
    const { versions } = await readScenarioStatistics(world.db, world.shop.id, id);
    expect(versions.map(({ number }) => number)).toEqual([2, 1]);
  });

  it("R38 a shortened delay sends those who wait on their way at once, by when they entered it", async () => {
    const id = await draft();
    await waiting(id);
    await world.advance(2 * HOUR);
    const definition = cartSeries();
    const shorter = { ...definition, steps: definition.steps.map((step) => (step.type === "delay" ? { ...step, config: { mode: "for", amount: 1, unit: "hours" } } : step)) };
    await save(id, { definition: shorter });
    await world.settle();
    expect(await world.messages()).toHaveLength(2);
  });

  it("R39 those who stand in a deleted step leave the scenario", async () => {
    const id = await draft();
    await waiting(id);
    const definition = cartSeries();
    const [first] = definition.steps;
    if (!first) throw new Error("the series has steps");
    await save(id, { definition: { ...definition, steps: [{ ...first, next: { next: null } }] } });
    await world.settle();
    expect(await world.runs()).toMatchObject([{ status: "removed", reason: "step-deleted" }]);
  });

  it("R9 holds those inside while stopped: their clocks rest, and they go on where they stood", async () => {
    const id = await draft();
    await waiting(id);
    await world.advance(12 * HOUR);
    await stopScenario(world.context, world.shop.id, id, "hold");
    await world.advance(10 * DAY);
    expect(await world.messages()).toHaveLength(1);
    await activateScenario(world.context, world.shop.id, id);
    await world.advance(12 * HOUR - MINUTE);
    expect(await world.messages()).toHaveLength(1);
    await world.advance(2 * MINUTE);
    expect(await world.messages()).toHaveLength(2);
  });

  it("R9 removes everyone where the merchant says so, and counts them as removed", async () => {
    const id = await draft();
    await waiting(id);
    await stopScenario(world.context, world.shop.id, id, "remove");
    expect(await world.runs()).toMatchObject([{ status: "removed", reason: "stopped" }]);
    expect(await listScenarios(world.db, world.shop.id, { status: "stopped", search: "" })).toMatchObject([{ id, figures: { started: 1, active: 0, removed: 1 } }]);
  });

  it("R2, R3 counts by version and step what it lists in sum", async () => {
    const id = await draft();
    await waiting(id);
    const { figures, versions, distinctCustomers } = await readScenarioStatistics(world.db, world.shop.id, id);
    expect(figures).toMatchObject({ started: 1, active: 1, removed: 0, completed: 0 });
    expect(distinctCustomers).toBe(1);
    expect(versions[0]?.steps.map(({ arrived, standing, left }) => ({ arrived, standing, left }))).toEqual([
      { arrived: 1, standing: 0, left: 1 },
      { arrived: 1, standing: 1, left: 0 },
      { arrived: 0, standing: 0, left: 0 },
    ]);
  });

  it("R4 shows where people stand when many started and few have completed, and nothing once most have", async () => {
    const id = await draft();
    await activateScenario(world.context, world.shop.id, id);
    const people = Array.from({ length: 24 }, (_, number) => `person-${number}`);
    for (const person of people) {
      await world.addCustomer(person);
      await world.does(person, "cart_viewed", { cart: { token: person, empty: false } });
    }
    await world.advance(HOUR);
    await world.hand();
    const pointedAt = async () => {
      const { versions: [newest], figures } = await readScenarioStatistics(world.db, world.shop.id, id);
      return whereToLook(figures, newest?.steps ?? [])?.id ?? null;
    };
    expect(await pointedAt()).toBe("wait");
    await world.advance(DAY);
    await world.hand();
    expect(await pointedAt()).toBeNull();
  });
});
