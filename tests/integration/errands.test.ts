import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import type { Tried } from "~/runtime/errands/errand-doer";
import { endRuns } from "~/services/runs/end-runs.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { deleteScenario, stopScenario } from "~/services/scenarios/stop-scenario.server";
import { expectCountsAgree, openEngineWorld, type EngineWorld } from "../factories/engine-world";
import { errandWorkOf, openReceiver, standingErrand } from "../factories/errand-rig";
import { exhaustWork } from "../factories/exhaust-work";

let world: EngineWorld;
let receiver: ReturnType<typeof openReceiver>;
let work: ReturnType<typeof errandWorkOf>;
beforeEach(async () => {
  world = await openEngineWorld();
  receiver = openReceiver();
  work = errandWorkOf(world, receiver.doer);
});
afterEach(() => world.close());

const later: Tried = { outcome: "later", certain: true, after: null, reason: "server-error", error: "503" };
const unheard: Tried = { outcome: "later", certain: false, after: null, reason: "no-answer", error: "timeout" };
const errands = () => world.db.forShop(world.shop.id).selectFrom("Errand").selectAll().orderBy("id").execute();
const only = async () => (await errands())[0];
const dueAtOf = async (runId: string) => (await world.runs()).find(({ id }) => id === runId)?.dueAt;
const stop = (id: string) => stopScenario(world.context, world.shop.id, id, "hold");
const rests = async () => expect(await work.nextDueAt()).toBeNull();
/** A database in which something else happens right after the first errand was claimed. */
function afterTheClaim(then: () => Promise<unknown>): typeof world.db {
  let happened = false;
  return {
    ...world.db,
    write: async (work) => {
      const answer = await world.db.write(work);
      if (!happened && (await only())?.status === "under-way") {
        happened = true;
        await then();
      }
      return answer;
    },
  };
}
/** Its process is gone without a word, and its run has ended. */
async function leftBehind(name: string, reason: Parameters<typeof endRuns>[4] = "order-placed") {
  const standing = await standingErrand(world, name);
  receiver.answer(new Promise<Tried>(() => undefined));
  while (receiver.got.length === 0) await work.runDue();
  await world.db.write((tx) => endRuns(tx, world.deps(), world.shop, [standing.run.id], reason));
  world.clock.realNow += 31_000;
  return standing;
}

describe("an errand", () => {
  it("R31 is done once; its outcome, the run's wake-up and the count are saved together", async () => {
    const { run } = await standingErrand(world, "ola");
    await exhaustWork(work);
    expect(receiver.got).toHaveLength(1);
    expect(await only()).toMatchObject({ status: "done", attempts: 1, nextTryAt: null, leaseOwner: null, result: '{"status":200}', settledAt: world.clock.now() });
    expect(await dueAtOf(run.id)).toBe(world.clock.now());
    expect(world.woken).toContain("runs");
    expect(await world.counts()).toMatchObject({ "errands-done": 1 });
    await exhaustWork(work);
    expect(receiver.got).toHaveLength(1);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R31 is tried again with the same payload, further and further apart, and becomes a dead letter after the last try", async () => {
    await standingErrand(world, "ola");
    receiver.answer(later, later, later, later);
    await exhaustWork(work);
    const rests: number[] = [];
    for (let tries = 1; tries < 4; tries += 1) {
      expect(await only()).toMatchObject({ status: "queued", attempts: tries, error: "503" });
      const due = (await work.nextDueAt()) ?? 0;
      rests.push(due - world.clock.now());
      world.clock.set(due, true);
      await exhaustWork(work);
    }
    expect(rests[1]).toBeGreaterThan(rests[0] ?? 0);
    expect(rests[2]).toBeGreaterThan(rests[1] ?? 0);
    expect(await only()).toMatchObject({ status: "failed", reason: "server-error", error: "503", attempts: 4 });
    expect(new Set(receiver.got.map(({ payload }) => payload)).size).toBe(1);
    expect(await work.nextDueAt()).toBeNull();
    expect(await world.counts()).toMatchObject({ "errands-failed": 1 });
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R31 waits as long as the receiver asks for", async () => {
    await standingErrand(world, "ola");
    receiver.answer({ ...later, after: HOUR });
    await exhaustWork(work);
    expect(await work.nextDueAt()).toBeGreaterThanOrEqual(world.clock.now() + HOUR);
  });

  it("R31 is cancelled between two tries when its run leaves, and after a try that failed meanwhile", async () => {
    const { run, scenario } = await standingErrand(world, "ola");
    receiver.answer(later);
    await exhaustWork(work);
    await world.does("ola", "order_placed");
    expect(await only()).toMatchObject({ status: "cancelled", reason: "order-placed", nextTryAt: null });
    expect(await dueAtOf(run.id)).toBeNull();

    const second = await standingErrand(world, "ewa", "webhook", scenario);
    let answer: (tried: Tried) => void = () => undefined;
    receiver.answer(new Promise<Tried>((resolve) => { answer = resolve; }));
    await work.runDue();
    await world.db.write((tx) => endRuns(tx, world.deps(), world.shop, [second.run.id], "order-placed"));
    answer(later);
    await exhaustWork(work);
    expect((await errands())[1]).toMatchObject({ status: "cancelled", reason: "order-placed" });
    await expectCountsAgree(world.db, world.shop.id);
  });

  it.each([["and the next was refused for now", [unheard, later]], ["and nothing was tried since", [unheard]]])("R31 is seen through under its key when its run leaves after a try that got no answer, %s", async (_, answers) => {
    await standingErrand(world, "ola");
    receiver.answer(...answers);
    await exhaustWork(work);
    const tryAgain = async () => {
      world.clock.set((await work.nextDueAt()) ?? 0, true);
      await exhaustWork(work);
    };
    for (let tries = 1; tries < answers.length; tries += 1) await tryAgain();
    await world.does("ola", "order_placed");
    expect(await only()).toMatchObject({ status: "queued", attempts: answers.length });
    await tryAgain();
    expect(receiver.got).toHaveLength(answers.length + 1);
    expect(new Set(receiver.got.map(({ errandId, payload }) => `${errandId} ${payload}`)).size).toBe(1);
    expect(await only()).toMatchObject({ status: "done" });
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R31 is unknown where a try got no answer, whatever the next ones were told, and its scenario was stopped since", async () => {
    const { run } = await standingErrand(world, "ola");
    receiver.answer(unheard, later);
    await exhaustWork(work);
    world.clock.set((await work.nextDueAt()) ?? 0, true);
    await exhaustWork(work);
    await world.db.write((tx) => endRuns(tx, world.deps(), world.shop, [run.id], "stopped"));
    world.clock.set((await work.nextDueAt()) ?? 0, true);
    await exhaustWork(work);
    expect(receiver.got).toHaveLength(2);
    expect(await only()).toMatchObject({ status: "unknown", reason: "run-ended" });
  });

  it.each([
    { meanwhile: "is stopped, and activated within a day", ends: "done", tries: 2, does: async (id: string) => { await stop(id); await rests(); await activateScenario(world.context, world.shop.id, id); } },
    { meanwhile: "is stopped for more than a day", ends: "unknown", tries: 1, does: async (id: string) => { await stop(id); world.clock.set(world.clock.now() + DAY, true); await rests(); await activateScenario(world.context, world.shop.id, id); } },
    { meanwhile: "is deleted", ends: "unknown", tries: 1, does: (id: string) => deleteScenario(world.context, world.shop.id, id, "hold") },
  ])("R31 with a try that got no answer is $ends where its run has left and then its scenario $meanwhile", async ({ ends, tries, does }) => {
    const { scenario } = await standingErrand(world, "ola");
    receiver.answer(unheard);
    await exhaustWork(work);
    await world.does("ola", "order_placed");
    await does(scenario.id);
    world.clock.set(Math.max(world.clock.now(), (await work.nextDueAt()) ?? 0), true);
    await exhaustWork(work);
    expect(await only()).toMatchObject({ status: ends });
    expect(receiver.got).toHaveLength(tries);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R31 is cancelled where its run ends between the claim and the try, and each try before got an answer", async () => {
    const { run } = await standingErrand(world, "ola");
    receiver.answer(later);
    await exhaustWork(work);
    world.clock.set((await work.nextDueAt()) ?? 0, true);
    const db = afterTheClaim(() => world.db.write((tx) => endRuns(tx, world.deps(), world.shop, [run.id], "order-placed")));
    await exhaustWork(errandWorkOf({ ...world, context: { ...world.context, db } }, receiver.doer));
    expect(receiver.got).toHaveLength(1);
    expect(await only()).toMatchObject({ status: "cancelled", reason: "order-placed", attempts: 2 });
  });

  it("R31 rests while its run is held, and goes on with it (R9)", async () => {
    const { run } = await standingErrand(world, "ola");
    const hold = (heldAt: number | null) => world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Run").set({ heldAt }).where("id", "=", run.id).execute());
    await hold(world.clock.now());
    await exhaustWork(work);
    expect(await work.nextDueAt()).toBeNull();
    await hold(null);
    await exhaustWork(work);
    expect(receiver.got).toHaveLength(1);
  });

  it("R31 is taken over when its process is gone, with what was stored; nobody takes it under a lease", async () => {
    const { scenario } = await standingErrand(world, "ola");
    receiver.answer(new Promise<Tried>(() => undefined));
    await work.runDue();
    const other = errandWorkOf(world, receiver.doer);
    expect(await other.runDue()).toBe(0);
    world.clock.realNow += 31_000;
    await exhaustWork(other);
    expect(receiver.got).toHaveLength(2);
    expect(receiver.got[1]).toEqual(receiver.got[0]);
    expect(await only()).toMatchObject({ status: "done", attempts: 2 });

    const sole = await standingErrand(world, "ewa", "webhook", scenario);
    receiver.answer(new Promise<Tried>(() => undefined));
    await errandWorkOf(world, receiver.doer).runDue();
    await exhaustWork(errandWorkOf(world, receiver.doer, true));
    expect((await errands()).find(({ id }) => id === sole.id)).toMatchObject({ status: "done", attempts: 2 });
  });

  it("R31 is seen through under its key when its run ended and nobody said what came of the try", async () => {
    const { run } = await leftBehind("ola");
    receiver.answer(later, { outcome: "done", result: { status: 200 } });
    const other = errandWorkOf(world, receiver.doer);
    await exhaustWork(other);
    expect(await only()).toMatchObject({ status: "queued", attempts: 2, error: "503" });
    world.clock.set((await other.nextDueAt()) ?? 0, true);
    await exhaustWork(other);
    expect(receiver.got).toHaveLength(3);
    expect(new Set(receiver.got.map(({ errandId, payload }) => `${errandId} ${payload}`)).size).toBe(1);
    expect(await only()).toMatchObject({ status: "done", attempts: 3 });
    expect(await dueAtOf(run.id)).toBeNull();
    expect(await world.counts()).toMatchObject({ "errands-done": 1 });
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R31 is unknown when nobody said what came of the try and its customer was deleted since, or its scenario stopped: nobody is told any more", async () => {
    const { run } = await leftBehind("ola");
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Customer").set({ deletedAt: world.clock.now() }).where("id", "=", run.customerId).execute());
    // So does a redaction.
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Errand").set({ payload: null }).where("runId", "=", run.id).execute());
    await exhaustWork(errandWorkOf(world, receiver.doer));
    expect(receiver.got).toHaveLength(1);
    expect(await only()).toMatchObject({ status: "unknown", reason: "run-ended" });

    receiver = openReceiver();
    work = errandWorkOf(world, receiver.doer);
    await leftBehind("ewa", "stopped");
    await exhaustWork(errandWorkOf(world, receiver.doer));
    expect(receiver.got).toHaveLength(1);
    expect((await errands())[1]).toMatchObject({ status: "unknown", reason: "run-ended" });
    expect(await world.counts()).toMatchObject({ "errands-unknown": 2 });
  });

  it("R31 is not done where its kind does not admit it, and fails for good where that is said or the last try ended in an error", async () => {
    const { scenario } = await standingErrand(world, "ola");
    receiver.refuse("too-many");
    await exhaustWork(work);
    expect(await only()).toMatchObject({ status: "cancelled", reason: "too-many", payload: null });
    expect(receiver.got).toHaveLength(0);

    receiver = openReceiver();
    await standingErrand(world, "ewa", "webhook", scenario);
    receiver.answer({ outcome: "failed", reason: "refused", error: "404" });
    await exhaustWork(errandWorkOf(world, receiver.doer));
    expect((await errands())[1]).toMatchObject({ status: "failed", reason: "refused", error: "404", attempts: 1 });

    await standingErrand(world, "jan", "webhook", scenario);
    receiver.answer(...Array.from({ length: 4 }, () => new Error("no connection")));
    const own = errandWorkOf(world, receiver.doer);
    for (let tries = 0; tries < 4; tries += 1) {
      await exhaustWork(own);
      world.clock.set(world.clock.now() + HOUR + 16 * MINUTE, true);
    }
    expect((await errands())[2]).toMatchObject({ status: "failed", reason: "no-answer", error: "no connection" });
  });

  it("R31 keeps at most four of a shop under way, so that a slow receiver holds no other shop up", async () => {
    const { scenario } = await standingErrand(world, "c0");
    for (let index = 1; index < 7; index += 1) await standingErrand(world, `c${index}`, "webhook", scenario);
    let release: () => void = () => undefined;
    const gate = new Promise<Tried>((resolve) => { release = () => resolve({ outcome: "done", result: null }); });
    receiver.answer(...Array.from({ length: 7 }, () => gate));
    while (receiver.got.length < 4) await work.runDue();
    await errandWorkOf(world, receiver.doer).runDue();
    expect(receiver.got).toHaveLength(4);
    release();
    await exhaustWork(work);
    expect(receiver.got).toHaveLength(7);
  });
});
