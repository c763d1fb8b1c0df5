import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { DAY, HOUR } from "~/domain/instant";
import type { ServiceContext } from "~/app-context";
import { settleScenariosWork } from "~/runtime/runs/settle-scenarios.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { createScenario } from "~/services/scenarios/create-scenario.server";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { settleInside } from "~/services/scenarios/settle-inside.server";
import { deleteScenario, stopScenario } from "~/services/scenarios/stop-scenario.server";
import { cartSeries, openEngineWorld, type EngineWorld } from "../factories/engine-world";

/** More than two pieces of any change. */
const MANY = 4_500;

let world: EngineWorld & { close(): Promise<void> };
let id: string;
beforeEach(async () => {
  world = await openEngineWorld();
  id = await createScenario(world.context, world.shop.id, { name: "Cart", definition: cartSeries() });
  await activateScenario(world.context, world.shop.id, id);
});
afterEach(() => world.close());

const definition = cartSeries();
const delays = definition.steps.filter(({ type }) => type === "delay");

/** People who stand in the first delay, due in a day. */
async function stand(count: number): Promise<void> {
  const { versionId } = await world.db.forShop(world.shop.id).selectFrom("Scenario").select("versionId").where("id", "=", id).executeTakeFirstOrThrow();
  const now = world.clock.now();
  await world.db.write((tx) => insertRows(tx.acrossShops, "Run", Array.from({ length: count }, (_, number) => ({
    shopId: world.shop.id, id: `r${String(number).padStart(6, "0")}`, scenarioId: id, versionId: versionId ?? "", customerId: `c${number}`, activeKey: "inside", factKey: `f${number}`, entryPointId: "e",
    status: "active", stepId: delays[0]?.id ?? "", dueAt: now + DAY, enteredAt: now, enteredStepAt: now, heldMs: 0, seq: 1, recovered: 0, context: "{}",
  }))));
}

const count = async (which: "held" | "free" | "removed"): Promise<number> => {
  const runs = await world.db.forShop(world.shop.id).selectFrom("Run").select(["status", "heldAt"]).execute();
  return runs.filter(({ status, heldAt }) => which === (status === "removed" ? "removed" : heldAt === null ? "free" : "held")).length;
};

/** The process dies after so many transactions. */
function dyingAfter(transactions: number): ServiceContext {
  let left = transactions;
  const db: Database = { ...world.db, write: (work) => (left-- > 0 ? world.db.write(work) : Promise.reject(new Error("killed"))) };
  return { ...world.context, db };
}

async function recover(): Promise<void> {
  const work = settleScenariosWork(world.context);
  expect(await work.nextDueAt()).toBe(world.clock.now());
  while ((await work.runDue()) > 0) continue;
  expect(await work.nextDueAt()).toBeNull();
}

describe("what a change of status owes those inside", () => {
  it("R9 is paid after a crash between stopping and holding, from the moment it was stopped", async () => {
    await stand(MANY);
    const stoppedAt = world.clock.now();
    await expect(stopScenario(dyingAfter(2), world.shop.id, id, "hold")).rejects.toThrow("killed");
    world.clock.set(stoppedAt + HOUR, true);
    await recover();
    expect(await count("held")).toBe(MANY);
    const marks = await world.db.forShop(world.shop.id).selectFrom("Run").select("heldAt").distinct().execute();
    expect(marks).toEqual([{ heldAt: stoppedAt }]);
  });

  it("R9 is paid after a crash in the midst of a removal, and counted once each", async () => {
    await stand(1_200);
    await expect(stopScenario(dyingAfter(2), world.shop.id, id, "remove")).rejects.toThrow("killed");
    expect(await count("removed")).toBe(500);
    await recover();
    expect(await count("removed")).toBe(1_200);
    expect(await world.counts()).toMatchObject({ removed: 1_200 });
  });

  it("R9 is paid after a crash between activation and release: nobody stays held in an active scenario", async () => {
    await stand(MANY);
    await stopScenario(world.context, world.shop.id, id, "hold");
    await expect(activateScenario(dyingAfter(3), world.shop.id, id)).rejects.toThrow("killed");
    expect(await count("held")).toBeGreaterThan(0);
    await recover();
    expect(await count("free")).toBe(MANY);
  });

  it("R9 follows the last change when stopping and activating meet", async () => {
    await stand(MANY);
    const stopping = stopScenario(world.context, world.shop.id, id, "hold");
    while ((await world.db.forShop(world.shop.id).selectFrom("Scenario").select("status").where("id", "=", id).executeTakeFirstOrThrow()).status === "active") await Promise.resolve();
    const activating = activateScenario(world.context, world.shop.id, id);
    await expect(Promise.all([stopping, activating])).resolves.toMatchObject([{ ok: true }, { ok: true }]);
    expect(await count("free")).toBe(MANY);
  });

  it("R1 a removal that was cut off goes on when the scenario is deleted instead", async () => {
    await stand(1_200);
    await expect(stopScenario(dyingAfter(2), world.shop.id, id, "remove")).rejects.toThrow("killed");
    await deleteScenario(world.context, world.shop.id, id, "hold");
    expect(await count("removed")).toBe(1_200);
  });

  it("R9 leaves requests their turn between the pieces", async () => {
    await stand(MANY);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    await stopScenario(world.context, world.shop.id, id, "hold");
    clearInterval(timer);
    expect(turns).toBeGreaterThanOrEqual(2);
  });
});

describe("what a new version owes those inside", () => {
  const longer = () => ({ ...definition, steps: definition.steps.map((step) => (step.id === delays[0]?.id ? { ...step, config: { ...step.config as object, amount: 3 } } : step)) });
  /** How many wait three days by now, and no longer one. */
  const due = async () => (await world.db.forShop(world.shop.id).selectFrom("Run").select("id").where("dueAt", "=", world.clock.now() + 3 * DAY).execute()).length;
  const save = (context: ServiceContext) => saveScenario(context, world.shop.id, { scenarioId: id, name: "Cart", definition: longer(), revision: 2 });

  it("R38 a changed delay gives everybody the new time, however many stand in it", async () => {
    await stand(MANY);
    expect(await save(world.context)).toMatchObject({ ok: true });
    expect(await due()).toBe(MANY);
  });

  it("R38 even when the process dies after saving", async () => {
    await stand(MANY);
    await expect(save(dyingAfter(2))).rejects.toThrow("killed");
    expect(await due()).toBeLessThan(MANY);
    await recover();
    expect(await due()).toBe(MANY);
  });

  it("R38 several who are at it at once wait for each other, and each ends when nothing is owed", async () => {
    await stand(MANY);
    await expect(save(dyingAfter(2))).rejects.toThrow("killed");
    await Promise.all(Array.from({ length: 4 }, async () => {
      await settleInside(world.context, world.shop.id, id);
      expect(await due()).toBe(MANY);
    }));
  });
});
