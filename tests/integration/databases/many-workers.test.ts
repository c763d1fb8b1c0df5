import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { Database } from "~/adapters/db/database.server";
import { openDatabase } from "~/adapters/db/open-database.server";
import { HOUR, MINUTE } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { errandsWork } from "~/runtime/errands/errands.server";
import { runsWork } from "~/runtime/runs/runs.server";
import type { Work } from "~/runtime/work";
import { issueFromPool } from "~/services/discounts/issue-from-pool.server";
import { takeActivities } from "~/services/runs/take-activities.server";
import { cartSeries, delayNode, expectCountsAgree, openEngineWorld, type EngineWorld } from "../../factories/engine-world";
import { openReceiver } from "../../factories/errand-rig";
import { addTraits, dataNode, readTraits } from "../../factories/traits";

const WORKERS = 4;
const onPostgres = inject("postgresUrl") !== null;

describe("many workers at the same customers", () => {
  let world: EngineWorld;
  let workers: Database[];
  beforeEach(async () => {
    world = await openEngineWorld();
    workers = Array.from({ length: WORKERS }, () => (onPostgres ? openDatabase(world.url, pino({ level: "silent" })) : world.db));
  });
  afterEach(async () => {
    await expectCountsAgree(world.db, world.shop.id);
    if (onPostgres) for (const worker of workers) await worker.close();
    await world.close();
  });
  const eachWorker = <T>(work: (db: Database, index: number) => Promise<T>) => Promise.all(workers.map(work));
  const drained = async (work: Work) => {
    for (let idle = 0; idle < 3;) idle = (await work.runDue()) > 0 ? 0 : idle + 1;
  };
  /** Runs of these customers at the door of the first step, so many of each, that nobody has begun to take on. */
  async function atTheDoor(definition: ScenarioDefinition, customers: readonly string[], times: number): Promise<void> {
    const scenario = await world.activate(definition);
    for (const id of customers) await world.addCustomer(id);
    const now = world.clock.now();
    await world.db.write(async (tx) => {
      for (let time = 0; time < times; time += 1) {
        await tx.forShop(world.shop.id).insertInto("Run").values(customers.map((customerId) => {
          const id = world.context.newId();
          return {
            shopId: world.shop.id, id, scenarioId: scenario.id, versionId: scenario.versionId, customerId, activeKey: id, factKey: `${customerId}:${time}`, entryPointId: "cart", status: "active", dueAt: now,
            enteredAt: now, enteredStepAt: now, heldMs: 0, seq: 0, recovered: 0, context: "{}",
          };
        })).execute();
      }
      await tx.forShop(world.shop.id).insertInto("CounterDelta").values({
        shopId: world.shop.id, id: world.context.newId(), scenarioId: scenario.id, versionId: scenario.versionId, stepId: "", channel: "", reason: "", metric: "started", day: "2026-03-10", value: customers.length * times,
      }).execute();
    });
  }
  const people = (count: number) => Array.from({ length: count }, (_, index) => `c${String(index).padStart(3, "0")}`);

  it("R24 add to one trait as often as runs ask, and write each addition once into the history", async () => {
    await addTraits(world.db, world.shop.id);
    const customers = people(5);
    await atTheDoor({ ...cartSeries(), firstStepId: "data", steps: [dataNode("data", null, { do: "increase", trait: "integer", by: 3 })] }, customers, 240);
    // Batches are of 500 runs, so several workers have runs of the same customer at once.
    await eachWorker((db) => drained(runsWork({ ...world.context, db }, { soleOwner: false })));
    world.clock.realNow += 31_000;
    await drained(runsWork(world.context, { soleOwner: false }));
    expect(await readTraits(world.db, world.shop.id)).toEqual(Object.fromEntries(customers.map((id) => [`${id} integer`, 720])));
    expect(await world.db.forShop(world.shop.id).selectFrom("TraitChange").select(({ fn }) => fn.countAll<number>().as("count")).executeTakeFirst()).toEqual({ count: 1_200 });
  });

  it("R31 lose no event that comes while its customer comes to the step that waits for it", async () => {
    const customers = people(200);
    const until = { what: "activity", type: "product_viewed" };
    await atTheDoor({
      ...cartSeries(), firstStepId: "wait",
      steps: [{ id: "wait", type: "wait-until", version: 1, config: { until, limit: { amount: 2, unit: "days" } }, next: { happened: "rest", "time-up": null } }, delayNode("rest", null, { mode: "for", amount: 20, unit: "days" })],
    }, customers, 1);
    const at = world.clock.now();
    await eachWorker(async (db, index) => {
      if (index < 2) return drained(runsWork({ ...world.context, db }, { soleOwner: false }));
      const mine = customers.filter((_, place) => place % 2 === index - 2);
      for (let start = 0; start < mine.length; start += 10) {
        await db.write(async (tx) => {
          const some = mine.slice(start, start + 10);
          await tx.forShop(world.shop.id).insertInto("Event").values(some.map((customerId) => (
            { shopId: world.shop.id, id: world.context.newId(), visitorId: null, customerId, type: "product_viewed", at, receivedAt: at, source: "storefront", properties: "{}" }))).execute();
          await takeActivities(tx, world.deps(), world.shop, some.map((subjectId) => ({ key: `view:${subjectId}`, subjectId, type: "product_viewed" as const, at })));
        });
      }
      return undefined;
    });
    world.clock.realNow += 31_000;
    world.clock.set(at + MINUTE, true);
    await drained(runsWork(world.context, { soleOwner: false }));
    const stands = (await world.runs()).map(({ stepId }) => stepId);
    expect(stands.filter((stepId) => stepId === "rest")).toHaveLength(customers.length);
  });

  it("R30 give each who asks another code, and say who came too late", async () => {
    const own = world.db.forShop(world.shop.id);
    await world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).insertInto("DiscountPool").values({ shopId: world.shop.id, id: "pool", name: "Pool", worth: "10 %", lowAt: 0, createdAt: 1, deletedAt: null }).execute();
      await tx.forShop(world.shop.id).insertInto("DiscountCode").values(Array.from({ length: 50 }, (_, index) => (
        { shopId: world.shop.id, id: `c${String(index).padStart(2, "0")}`, poolId: "pool", code: `C-${index}`, codeKey: `C-${index}`, status: "free", kind: "pool", createdAt: 1 }))).execute();
    });
    const order = (effectId: string) => ({ effectId, runId: effectId, scenarioId: "s", stepId: "code", customerId: effectId, name: null, whenStale: "suppress" as const });
    // Each effect is asked for by two workers.
    const given = (await eachWorker(async (db, index) => {
      const answers: [string, string | null][] = [];
      for (let place = 0; place < 30; place += 1) {
        const effectId = `e${index % 2}-${place}`;
        const issued = await db.write((tx) => issueFromPool(tx, world.shop.id, "pool", order(effectId), 5, null));
        answers.push([effectId, issued.ok ? issued.code : null]);
      }
      return answers;
    })).flat();
    const codes = new Map(given.filter(([, code]) => code !== null));
    expect(codes.size).toBe(50);
    expect(new Set(codes.values()).size).toBe(50);
    for (const [effectId, code] of given) if (code !== null) expect(codes.get(effectId)).toBe(code);
    expect(await own.selectFrom("DiscountCode").select("id").where("status", "=", "free").execute()).toEqual([]);
  });

  it("R31 do each errand once", async () => {
    const customers = people(60);
    const { id: scenarioId, versionId } = await world.activate(cartSeries());
    for (const id of customers) await world.addCustomer(id);
    for (const id of customers) await world.does(id, "cart_viewed", { cart: { token: id, empty: false } });
    await world.advance(HOUR);
    const runs = await world.runs();
    const now = world.clock.now();
    await world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).deleteFrom("Message").execute();
      await tx.forShop(world.shop.id).insertInto("Errand").values(runs.map(({ id, seq, stepId, customerId }) => (
        { shopId: world.shop.id, id: `errand-${customerId}`, effectId: `${id}:${seq}:0`, runId: id, scenarioId, versionId, stepId: stepId ?? "", customerId, kind: "webhook", status: "queued", request: null, attempts: 0, nextTryAt: now, queuedAt: now }))).execute();
    });
    const receiver = openReceiver();
    await eachWorker((db) => drained(errandsWork({ ...world.context, db }, { webhook: receiver.doer }, { soleOwner: false })));
    expect(receiver.got.map(({ errandId }) => errandId).sort()).toEqual(customers.map((id) => `errand-${id}`));
    expect(await world.counts()).toMatchObject({ "errands-done": 60 });
    expect((await world.runs()).every(({ dueAt }) => dueAt === now)).toBe(true);
  });
});
