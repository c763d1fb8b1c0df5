import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServiceContext } from "~/app-context";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { DAY, HOUR } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { Stay } from "~/domain/scenario/pin";
import { countPinned } from "~/queries/pinned-runs.server";
import { planSave } from "~/queries/plan-save.server";
import { findScenario } from "~/queries/scenario.server";
import { settleScenariosWork } from "~/runtime/runs/settle-scenarios.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { bringToNewest } from "~/services/scenarios/bring-to-newest.server";
import { createScenario } from "~/services/scenarios/create-scenario.server";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { stopScenario } from "~/services/scenarios/stop-scenario.server";
import { cartSeries, delayNode, emailNode, expectCountsAgree, openEngineWorld, type EngineWorld } from "../factories/engine-world";

let world: EngineWorld & { close(): Promise<void> };
let id: string;
beforeEach(async () => {
  world = await openEngineWorld();
  id = await createScenario(world.context, world.shop.id, { name: "Cart", definition: cartSeries() });
  await activateScenario(world.context, world.shop.id, id);
  // Ola has had the first message and waits a day; Ewa's first message is on its way.
  await enters("ola");
  await world.hand();
  await enters("ewa");
});
afterEach(() => world.close());

async function enters(who: string): Promise<void> {
  await world.addCustomer(who);
  await world.does(who, "cart_viewed", { cart: { token: who, empty: false } });
  await world.advance(HOUR);
}

const waiting = (config: unknown): ScenarioDefinition => ({ ...cartSeries(), steps: [emailNode("reminder", "wait"), delayNode("wait", "second", config), emailNode("second", null)] });
const days = (amount: number) => waiting({ mode: "for", amount, unit: "days" });
const withoutWait: ScenarioDefinition = { ...cartSeries(), steps: [emailNode("reminder", "second"), emailNode("second", null)] };

async function save(definition: ScenarioDefinition, stay: Stay, context: ServiceContext = world.context) {
  const scenario = await findScenario(world.db, world.shop.id, id);
  return saveScenario(context, world.shop.id, { scenarioId: id, name: "Cart", definition, revision: scenario?.revision ?? 0, stay });
}
/** The process dies after so many transactions. */
function dyingAfter(transactions: number): ServiceContext {
  let left = transactions;
  return { ...world.context, db: { ...world.db, write: (work) => (left-- > 0 ? world.db.write(work) : Promise.reject(new Error("killed"))) } };
}
const recover = () => bringOn(world.context);
const where = async () => Object.fromEntries((await world.runs()).map(({ customerId, status, reason, stepId, pinnedVersionId }) => [customerId, `${status === "active" ? (stepId ?? "door") : (reason ?? status)}${pinnedVersionId ? " on theirs" : ""}`]));

describe("finishing on the version they are in", () => {
  it("R40 keeps everybody inside by the old version to the end, and lets new ones in by the new", async () => {
    expect(await save(days(5), "everyone")).toMatchObject({ ok: true });
    await enters("jan");
    await world.hand();
    expect(await where()).toEqual({ ola: "wait on theirs", ewa: "wait on theirs", jan: "wait" });
    await world.advance(DAY + HOUR);
    await world.hand();
    expect(await where()).toEqual({ ola: "completed on theirs", ewa: "completed on theirs", jan: "wait" });
    await world.advance(5 * DAY);
    await world.hand();
    expect((await where())["jan"]).toBe("completed");
    await expectCountsAgree(world.db, world.shop.id);
    // What they went through and got is told by the version they were in.
    const versions = new Map((await world.runs()).map(({ id: runId, versionId }) => [runId, versionId]));
    expect((await world.visits()).every(({ runId, versionId }) => versions.get(runId) === versionId)).toBe(true);
  });

  it("R40 R39 keeps those who stand in a deleted step, and them alone", async () => {
    expect(await save(withoutWait, ["wait"])).toMatchObject({ ok: true });
    await world.settle();
    expect(await where()).toEqual({ ola: "wait on theirs", ewa: "reminder" });
    await world.hand();
    await world.advance(DAY);
    await world.hand();
    expect(await where()).toEqual({ ola: "completed on theirs", ewa: "completed" });
    expect(await world.messages()).toHaveLength(4);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R40 keeps nobody else whom a changed wait meets later", async () => {
    expect(await save(days(5), ["wait"])).toMatchObject({ ok: true });
    await world.hand();
    await world.advance(DAY);
    await world.hand();
    expect(await where()).toEqual({ ola: "completed on theirs", ewa: "wait" });
  });

  it("R40 a further save does nothing to them, and the plan counts them apart", async () => {
    await save(days(5), "everyone");
    expect(await planSave(world.db, world.shop, { scenarioId: id, definition: withoutWait, now: world.clock.now() })).toEqual({ effects: [], inside: 0, pinned: 2 });
    await save(withoutWait, []);
    await world.settle();
    expect(await where()).toEqual({ ola: "wait on theirs", ewa: "reminder on theirs" });
    await save(days(9), "everyone");
    expect([...(await countPinned(world.db, world.shop.id, id)).values()]).toEqual([2]);
  });

  it("R40 exits of the newest version hold for them", async () => {
    await save({ ...days(5), settings: { ...days(5).settings, exits: { onOrder: true, onPage: [{ match: "exact", path: "/thanks" }] } } }, "everyone");
    await world.does("ola", "page_viewed", { page: { path: "/thanks", query: "" } });
    expect((await where())["ola"]).toBe("page-visited on theirs");
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R40 R9 they are held and go on by their version's wait, overdue by that", async () => {
    await save(days(5), "everyone");
    await world.hand();
    await stopScenario(world.context, world.shop.id, id, "run-on");
    await world.advance(DAY);
    expect(await activateScenario(world.context, world.shop.id, id, { do: "ask" })).toEqual({ ok: false, key: "overdue", values: { count: "2", scenarioId: id } });
    await activateScenario(world.context, world.shop.id, id, { do: "now" });
    await world.settle();
    expect(await where()).toEqual({ ola: "second on theirs", ewa: "second on theirs" });
  });

  it("R40 holds from the moment of the save on, also for those whom no piece has reached when the process dies", async () => {
    await expect(save(days(5), "everyone", dyingAfter(1))).rejects.toThrow("killed");
    expect(await where()).toEqual({ ola: "wait", ewa: "reminder" });
    // The runtime goes on all the same: Ola by the wait of a day.
    await world.advance(DAY - HOUR);
    expect((await where())["ola"]).toBe("second on theirs");
    await recover();
    expect(await where()).toEqual({ ola: "second on theirs", ewa: "reminder on theirs" });
  });

  it("R40 reaches everybody of many, whatever step they stand in, however often the process dies", async () => {
    await stand(2_500);
    await expect(save(days(5), "everyone", dyingAfter(2))).rejects.toThrow("killed");
    await expect(bringOn(dyingAfter(1))).rejects.toThrow("killed");
    await recover();
    expect([...(await countPinned(world.db, world.shop.id, id)).values()]).toEqual([2_502]);
  });

  it("R40 brings them to the newest when the merchant says so; who stands in a step that it lacks stays, and is told", async () => {
    await save(withoutWait, "everyone");
    expect(await bringToNewest(world.context, world.shop.id, id)).toEqual({ ok: true, stay: 1 });
    expect(await where()).toEqual({ ola: "wait on theirs", ewa: "reminder" });
    await world.hand();
    expect((await where())["ewa"]).toBe("second");
    await world.advance(DAY);
    await world.hand();
    expect(await where()).toEqual({ ola: "completed on theirs", ewa: "completed" });
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R40 R38 brought to the newest they wait by its wait, also when the process dies in between", async () => {
    await save(days(5), "everyone");
    await world.hand();
    await stand(2_500);
    await expect(bringToNewest(dyingAfter(2), world.shop.id, id)).rejects.toThrow("killed");
    await recover();
    expect(await countPinned(world.db, world.shop.id, id)).toEqual(new Map());
    await world.advance(2 * DAY);
    expect(await where()).toMatchObject({ ola: "wait", ewa: "wait" });
  });
});

async function bringOn(context: ServiceContext): Promise<void> {
  const work = settleScenariosWork(context);
  while ((await work.runDue()) > 0) continue;
}

/** More people in the wait, by the version that was the first. */
async function stand(count: number): Promise<void> {
  const { id: versionId } = await world.db.forShop(world.shop.id).selectFrom("ScenarioVersion").select("id").where("number", "=", 1).executeTakeFirstOrThrow();
  const now = world.clock.now();
  const newest = await findScenario(world.db, world.shop.id, id);
  await world.db.write((tx) => insertRows(tx.acrossShops, "Run", Array.from({ length: count }, (_, number) => ({
    shopId: world.shop.id, id: `r${String(number).padStart(6, "0")}`, scenarioId: id, versionId, customerId: `c${number}`, activeKey: "inside", factKey: `f${number}`, entryPointId: "cart",
    status: "active", stepId: "wait", dueAt: now + DAY, enteredAt: now, enteredStepAt: now, heldMs: 0, seq: 2, recovered: 0, context: "{}", pinnedVersionId: newest?.versionId === versionId ? null : versionId,
  }))));
}
