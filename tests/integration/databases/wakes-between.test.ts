import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { Database, WriteStatements } from "~/adapters/db/database.server";
import { openDatabase } from "~/adapters/db/open-database.server";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { runsWork } from "~/runtime/runs/runs.server";
import { changeTraits } from "~/services/traits/change-traits.server";
import { takeActivities } from "~/services/runs/take-activities.server";
import { cartSeries, delayNode, handOver, openEngineWorld, type EngineWorld } from "../../factories/engine-world";
import { addTraits } from "../../factories/traits";

/**
 * Whoever wakes a run has looked before the run became due and was taken, and commits after the turn has looked and put it
 * to sleep. With one writer that cannot be.
 */
describe.runIf(inject("postgresUrl") !== null)("a wake-up whose transaction began before the turn and ends after it", () => {
  let world: EngineWorld;
  let other: Database;
  beforeEach(async () => {
    world = await openEngineWorld();
    other = openDatabase(world.url, pino({ level: "silent" }));
    await world.addCustomer("ola");
    await addTraits(world.db, world.shop.id);
  });
  afterEach(async () => {
    await other.close();
    await world.close();
  });
  const series = (...steps: ScenarioDefinition["steps"]): ScenarioDefinition => ({ ...cartSeries(), settings: { ...cartSeries().settings, exits: { onOrder: false, onPage: [] } }, firstStepId: steps[0]?.id ?? null, steps });
  async function enter(definition: ScenarioDefinition): Promise<void> {
    await world.activate(definition);
    await world.does("ola", "cart_viewed", { cart: { token: "c1", empty: false } });
    await world.advance(HOUR);
  }
  const only = async () => (await world.runs())[0];
  const set = (change: { heldAt: number | null; dueAt: number | null }) => world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Run").set(change).execute());
  /** Between the first look of the transaction and its wake-up the run becomes due and has a turn. */
  async function wakes(wake: (tx: WriteStatements) => Promise<unknown>): Promise<void> {
    let first = true;
    await world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).selectFrom("Run").select("id").execute();
      if (first) {
        first = false;
        await set({ heldAt: null, dueAt: world.clock.now() });
        await runsWork({ ...world.context, db: other }, { soleOwner: false }).runDue();
      }
      await wake(tx);
    });
  }

  it.each([["due", null], ["held", 1]])("R31 an outcome reaches a run that was %s", async (_, heldAt) => {
    await enter(series(...cartSeries().steps));
    await set({ heldAt, dueAt: heldAt === null ? world.clock.now() : null });
    await wakes((tx) => handOver(tx, world.shop.id, world.clock.now(), "handed-over"));
    await world.settle();
    expect(await only()).toMatchObject({ stepId: "wait" });
  });

  it.each([["due", null], ["held", 1]])("R22 a date that changes reaches a run that was %s", async (_, heldAt) => {
    await enter(series(delayNode("wait", "rest", { mode: "until-date", trait: "date", days: 0, side: "before", time: "09:00", repeats: "once", without: "wait", limitDays: 30 }), delayNode("rest", null)));
    await set({ heldAt, dueAt: heldAt === null ? world.clock.now() : null });
    await wakes((tx) => changeTraits(tx, world.deps(), world.shop.id, [{ customerId: "ola", traitId: "t-date", type: "date", operation: { do: "set", value: "2026-03-14" }, by: { source: "hand", staffId: null } }]));
    await world.settle();
    expect(await only()).toMatchObject({ stepId: "wait", dueAt: Date.parse("2026-03-14T08:00:00Z") });
  });

  it.each([["due", null], ["held", 1]])("R31 what somebody waits for reaches a run that was %s", async (_, heldAt) => {
    await enter(series({ id: "wait", type: "wait-until", version: 1, config: { until: { what: "activity", type: "product_viewed" }, limit: { amount: 2, unit: "days" } }, next: { happened: "rest", "time-up": null } }, delayNode("rest", null, { mode: "for", amount: 20, unit: "days" })));
    await world.advance(MINUTE);
    await set({ heldAt, dueAt: heldAt === null ? world.clock.now() : null });
    await wakes((tx) => takeActivities(tx, world.deps(), world.shop, [{ key: "view", subjectId: "ola", type: "product_viewed", at: world.clock.now() }]));
    await world.settle();
    expect(await only()).toMatchObject({ stepId: "rest" });
    expect((await only())?.dueAt).toBeGreaterThan(world.clock.now() + 19 * DAY);
  });
});
