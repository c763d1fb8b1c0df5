import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServiceContext } from "~/app-context";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { findScenario } from "~/queries/scenario.server";
import { settleScenariosWork } from "~/runtime/runs/settle-scenarios.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { createScenario } from "~/services/scenarios/create-scenario.server";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { cartSeries, delayNode, emailNode, openEngineWorld, type EngineWorld } from "../factories/engine-world";

/** More than two pieces. */
const MANY = 4_500;

let world: EngineWorld & { close(): Promise<void> };
let id: string;
let revision: number;
beforeEach(async () => {
  world = await openEngineWorld();
  const definition = { ...cartSeries(), steps: [emailNode("reminder", "wait"), delayNode("wait", "second", { mode: "for", amount: 30, unit: "days" }), emailNode("second", null)] };
  id = await createScenario(world.context, world.shop.id, { name: "Cart", definition });
  await activateScenario(world.context, world.shop.id, id);
  revision = (await findScenario(world.db, world.shop.id, id))?.revision ?? 0;
});
afterEach(() => world.close());

/** People who wait thirty days, the n-th since n minutes. */
async function stand(count: number): Promise<void> {
  const scenario = await findScenario(world.db, world.shop.id, id);
  const now = world.clock.now();
  await world.db.write((tx) => insertRows(tx.acrossShops, "Run", Array.from({ length: count }, (_, n) => ({
    shopId: world.shop.id, id: `r${String(n).padStart(6, "0")}`, scenarioId: id, versionId: scenario?.versionId ?? "", customerId: `c${n}`, activeKey: "inside", factKey: `f${n}`, entryPointId: "cart",
    status: "active", stepId: "wait", dueAt: now - n * MINUTE + 30 * DAY, enteredAt: now - n * MINUTE, enteredStepAt: now - n * MINUTE, heldMs: 0, seq: 2, recovered: 0, context: "{}",
  }))));
}

const save = (config: unknown, spreadHours?: number, context: ServiceContext = world.context) => saveScenario(context, world.shop.id, {
  scenarioId: id, name: "Cart", revision, ...(spreadHours === undefined ? {} : { spreadHours }),
  definition: { ...cartSeries(), steps: [emailNode("reminder", "wait"), delayNode("wait", "second", config), emailNode("second", null)] },
});
const dues = async () => (await world.db.forShop(world.shop.id).selectFrom("Run").select(["id", "dueAt", "enteredStepAt"]).orderBy("id").execute()).map(({ dueAt, enteredStepAt }) => ({ dueAt: dueAt ?? 0, enteredStepAt }));
/** The process dies after so many transactions. */
function dyingAfter(transactions: number): ServiceContext {
  let left = transactions;
  return { ...world.context, db: { ...world.db, write: (work) => (left-- > 0 ? world.db.write(work) : Promise.reject(new Error("killed"))) } };
}

describe("a shortened wait with many in it", () => {
  it.each([
    { name: "for a fixed time", config: { mode: "for", amount: 25, unit: "hours" }, wait: 25 * HOUR },
    // Nobody waits equally long until a time of day: each is asked for.
    { name: "until a time of day", config: { mode: "until-time", time: "12:00" }, wait: null },
  ])("R38 spreads those who become due at once over the hours chosen, $name", async ({ config, wait }) => {
    await stand(MANY);
    const now = world.clock.now();
    expect(await save(config, 10)).toMatchObject({ ok: true });
    const all = await dues();
    const over = all.filter(({ enteredStepAt }) => enteredStepAt <= now - (wait ?? 0) - (wait === null ? 1 : 0));
    expect(over.length).toBeGreaterThan(2_900);
    const spacing = Math.floor((10 * HOUR) / over.length);
    expect(over.map(({ dueAt }) => dueAt)).toEqual(over.map((_, place) => now + place * spacing));
    if (wait !== null) expect(all.filter((run) => !over.includes(run)).every(({ dueAt, enteredStepAt }) => dueAt === enteredStepAt + wait)).toBe(true);
  });

  it("R38 spreads by itself what would be a burst, and lets few go at once", async () => {
    await stand(MANY);
    const now = world.clock.now();
    await save({ mode: "for", amount: 1, unit: "minutes" });
    const byMinute = Map.groupBy(await dues(), ({ dueAt }) => Math.floor((dueAt - now) / MINUTE));
    expect(Math.max(...[...byMinute.values()].map((runs) => runs.length))).toBeLessThanOrEqual(300);
    expect(Math.max(...byMinute.keys())).toBeLessThanOrEqual(60);
  });

  it("R38 all at once where that is chosen", async () => {
    await stand(MANY);
    await save({ mode: "for", amount: 1, unit: "minutes" }, 0);
    expect((await dues()).filter(({ dueAt }) => dueAt <= world.clock.now())).toHaveLength(MANY - 1);
  });

  it("R38 goes on where the process died, one after the other still, and nobody goes twice", async () => {
    await stand(MANY);
    const now = world.clock.now();
    await expect(save({ mode: "for", amount: 1, unit: "minutes" }, 10, dyingAfter(2))).rejects.toThrow("killed");
    const work = settleScenariosWork(world.context);
    while ((await work.runDue()) > 0) continue;
    const over = (await dues()).slice(1);
    const spacing = Math.floor((10 * HOUR) / over.length);
    expect(over.map(({ dueAt }) => dueAt)).toEqual(over.map((_, place) => now + place * spacing));
    for (let half = 1; half <= 20; half += 1) {
      world.clock.set(now + (half * HOUR) / 2, true);
      await world.settle();
      expect(Math.abs((await world.messages()).length - (MANY * half) / 20)).toBeLessThanOrEqual(5);
    }
    expect((await world.visits()).length).toBe(MANY);
    expect(new Set((await world.messages()).map(({ runId }) => runId)).size).toBe(MANY);
    expect(await world.messages()).toHaveLength(MANY);
  });
});
