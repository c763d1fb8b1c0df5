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

const put = (runId: string, values: { heldAt: number | null } | { enteredStepAt: number } | { stepId: string | null; pinnedVersionId: string | null }) => world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Run").set(values).where("id", "=", runId).execute());
/** Who was removed, or passes over messages. */
const touched = () => world.db.forShop(world.shop.id).selectFrom("Run").select("id").where((run) => run.or([run("status", "=", "removed"), run("skipsMessages", "=", 1)])).execute();

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

  it("R9 holding and releasing go on where the piece before ended, and pass over nobody again", async () => {
    await stand(MANY);
    await expect(stopScenario(dyingAfter(2), world.shop.id, id, "hold")).rejects.toThrow("killed");
    expect(await count("held")).toBe(2_000);
    // What is done to one by hand shows whether a later piece reads it again.
    await put("r000000", { heldAt: null });
    await recover();
    expect(await count("held")).toBe(MANY - 1);

    await expect(activateScenario(dyingAfter(3), world.shop.id, id)).rejects.toThrow("killed");
    await put("r000000", { heldAt: world.clock.now() });
    await recover();
    expect(await world.db.forShop(world.shop.id).selectFrom("Run").select("id").where("heldAt", "is not", null).execute()).toEqual([{ id: "r000000" }]);
  });

  it.each(["remove", "skip"] as const)("R9 looking for the overdue, to %s them, goes on where the piece before ended, and passes over nobody again", async (what) => {
    await stand(MANY);
    const overdue = { enteredStepAt: world.clock.now() - 9 * DAY };
    await put("r004499", overdue);
    await stopScenario(world.context, world.shop.id, id, "run-on");
    await expect(activateScenario(dyingAfter(3), world.shop.id, id, { do: what })).rejects.toThrow("killed");
    expect(await touched()).toEqual([]);
    await put("r000000", overdue);
    await recover();
    expect(await touched()).toEqual([{ id: "r004499" }]);
    expect(await count("held")).toBe(0);
  });

  it("R9 R40 who is pinned while others are let go is let go as well", async () => {
    await stand(MANY);
    await stopScenario(world.context, world.shop.id, id, "hold");
    await expect(activateScenario(dyingAfter(3), world.shop.id, id)).rejects.toThrow("killed");
    expect(await count("held")).toBeGreaterThan(0);
    const revision = (await world.db.forShop(world.shop.id).selectFrom("Scenario").select("revision").where("id", "=", id).executeTakeFirstOrThrow()).revision;
    expect(await saveScenario(world.context, world.shop.id, { scenarioId: id, name: "Cart", definition: { ...definition, steps: definition.steps.map((step) => (step.id === delays[0]?.id ? { ...step, config: { ...step.config as object, amount: 3 } } : step)) }, revision, stay: "everyone" })).toMatchObject({ ok: true });
    expect(await count("free")).toBe(MANY);
  });

  it("R9 R40 everybody is held and let go, wherever they stand and whatever version they go on by", async () => {
    await stand(9);
    const steps = [null, delays[0]?.id ?? "", "gone"];
    const pins = [null, "older", "oldest"];
    for (let one = 0; one < 9; one += 1) await put(`r00000${one}`, { stepId: steps[one % 3] ?? null, pinnedVersionId: pins[Math.floor(one / 3)] ?? null });
    await stopScenario(world.context, world.shop.id, id, "hold");
    expect(await count("held")).toBe(9);
    await activateScenario(world.context, world.shop.id, id);
    expect(await count("free")).toBe(9);
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
