import { sql } from "kysely";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { Database } from "~/adapters/db/database.server";
import { openDatabase } from "~/adapters/db/open-database.server";
import { HOUR } from "~/domain/instant";
import { enterRuns } from "~/services/runs/enter-runs.server";
import { takeActivities } from "~/services/runs/take-activities.server";
import { activeScenarios } from "~/runtime/runs/active-scenarios.server";
import { idleClocksWork } from "~/runtime/runs/idle-clocks.server";
import { runsWork } from "~/runtime/runs/runs.server";
import { countersWork } from "~/runtime/counters.server";
import type { Work } from "~/runtime/work";
import { cartSeries, expectCountsAgree, openEngineWorld, type EngineWorld } from "../../factories/engine-world";

const WORKERS = 4;
const PEOPLE = 500;
const onPostgres = inject("postgresUrl") !== null;

describe("many who write at once", () => {
  let world: EngineWorld;
  let workers: Database[];
  beforeEach(async () => {
    world = await openEngineWorld();
    // On SQLite one process writes; its workers share the one writer.
    workers = Array.from({ length: WORKERS }, () => (onPostgres ? openDatabase(world.url, pino({ level: "silent" })) : world.db));
  });
  afterEach(async () => {
    if (onPostgres) for (const worker of workers) await worker.close();
    await world.close();
  });

  const people = Array.from({ length: PEOPLE }, (_, index) => `c${String(index).padStart(3, "0")}`);
  const eachWorker = <T>(work: (db: Database, index: number) => Promise<T>) => Promise.all(workers.map(work));
  const drained = async (work: Work) => {
    for (let idle = 0; idle < 3;) idle = (await work.runDue()) > 0 ? 0 : idle + 1;
  };

  it("lose nothing that one of them read before another wrote", async () => {
    await world.addCustomer("ola");
    let times = 0;
    const orderMore = (db: Database) => db.write(async (tx) => {
      times += 1;
      const { ordersCount } = await tx.forShop(world.shop.id).selectFrom("Customer").select("ordersCount").executeTakeFirstOrThrow();
      await tx.forShop(world.shop.id).updateTable("Customer").set({ ordersCount: ordersCount + 1 }).execute();
    });
    await eachWorker(async (db) => {
      for (let turn = 0; turn < 10; turn += 1) await orderMore(db);
    });
    expect(await world.db.forShop(world.shop.id).selectFrom("Customer").select("ordersCount").executeTakeFirst()).toEqual({ ordersCount: WORKERS * 10 });
    expect(times).toBeGreaterThanOrEqual(WORKERS * 10);
  });

  it("are whole and as isolated as any where they need not be on disk when they end, and only those do not wait for it", async () => {
    await world.addCustomer("ola");
    // The tests' server waits for no commit, so who said it tells.
    const saidHere = (tx: Pick<Database, "acrossShops">) => sql<{ said: number }>`select count(*) as "said" from pg_settings where "name" = 'synchronous_commit' and "setting" = 'off' and "source" = 'session'`.execute(tx.acrossShops).then(({ rows }) => rows[0]?.said);
    const orders = async () => (await world.db.forShop(world.shop.id).selectFrom("Customer").select("ordersCount").executeTakeFirstOrThrow()).ordersCount;
    await eachWorker((db) => db.write(async (tx) => {
      if (onPostgres) expect(await saidHere(tx)).toBe(1);
      const { ordersCount } = await tx.forShop(world.shop.id).selectFrom("Customer").select("ordersCount").executeTakeFirstOrThrow();
      await tx.forShop(world.shop.id).updateTable("Customer").set({ ordersCount: ordersCount + 1 }).execute();
    }, { redone: true }));
    expect(await orders()).toBe(WORKERS);
    await expect(world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).updateTable("Customer").set({ ordersCount: 0 }).execute();
      throw new Error("changed its mind");
    }, { redone: true, sideBySide: true })).rejects.toThrow("changed its mind");
    expect(await orders()).toBe(WORKERS);
    if (onPostgres) await eachWorker((db) => db.write(async (tx) => expect(await saidHere(tx)).toBe(0)));
  });

  it("pass over what another one has taken, or find at writing that it is done: each row is prepared for and written once", async () => {
    for (const person of people.slice(0, 40)) await world.addCustomer(person);
    const prepared: string[] = [];
    const written: string[] = [];
    await eachWorker(async (db) => {
      for (let taken = -1; taken !== 0;) {
        taken = await db.take(async ({ read, write }) => {
          const rows = await read.forShop(world.shop.id).selectFrom("Customer").select("id").where("ordersCount", "=", 0).orderBy("id").limit(10).modifyEnd(read.dialect.skipLocked).execute();
          prepared.push(...rows.map(({ id }) => id));
          const done = await write((tx) => tx.forShop(world.shop.id).updateTable("Customer").set({ ordersCount: 1 }).where("id", "in", rows.map(({ id }) => id)).where("ordersCount", "=", 0).returning("id").execute());
          written.push(...done.map(({ id }) => id));
          return rows.length;
        });
      }
    });
    expect(written.sort()).toEqual(people.slice(0, 40));
    if (onPostgres) expect(prepared.sort()).toEqual(people.slice(0, 40));
  });

  it("store once what all of them looked for and did not find", async () => {
    await eachWorker((db) => db.write(async (tx) => {
      const own = tx.forShop(world.shop.id);
      const known = await own.selectFrom("EventSeen").select("key").where("key", "=", "k").executeTakeFirst();
      if (!known) await own.insertInto("EventSeen").values({ shopId: world.shop.id, key: "k", seenAt: 1 }).execute();
    }));
    expect(await world.db.forShop(world.shop.id).selectFrom("EventSeen").selectAll().execute()).toHaveLength(1);
  });

  it("try again what the other one's transaction broke, and nothing else", async () => {
    let times = 0;
    await expect(world.db.write(async () => {
      times += 1;
      throw new Error("a fault of ours");
    })).rejects.toThrow("a fault of ours");
    expect(times).toBe(1);
  });

  it("R5 let 500 customers in once each whose event arrives twice at once", async () => {
    for (const id of people) await world.addCustomer(id);
    await world.activate(cartSeries());
    const facts = people.map((id) => ({ key: `cart:${id}`, subjectId: id, type: "cart_viewed" as const, at: world.clock.now(), cart: { token: id, empty: false } }));
    // Both deliveries of each event, cut differently and taken by two workers at once.
    await eachWorker(async (db, index) => {
      const mine = facts.filter((_, place) => (index < 2 ? place % 2 === index : place < PEOPLE / 2 === (index === 2)));
      for (let start = 0; start < mine.length; start += 50) await db.write((tx) => takeActivities(tx, world.deps(), world.shop, mine.slice(start, start + 50)));
    });
    world.clock.set(world.clock.now() + HOUR, true);
    await eachWorker((db) => drained(idleClocksWork({ ...world.context, db })));
    expect((await world.runs()).map(({ customerId }) => customerId).sort()).toEqual(people);
    expect(await world.counts()).toMatchObject({ started: PEOPLE });

    await eachWorker((db) => drained(runsWork({ ...world.context, db }, { soleOwner: false })));
    await eachWorker((db) => drained(countersWork(db)));
    const visits = (await world.visits()).map(({ runId, seq }) => `${runId} ${seq}`);
    expect(new Set(visits).size).toBe(visits.length);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it.each(["new-instance", "ignore", "restart"] as const)("R5 the same fact enters once, %s, however many tell it", async (whileInside) => {
    for (const id of people.slice(0, 100)) await world.addCustomer(id);
    await world.activate(cartSeries({ whileInside }));
    const enter = (db: Database, times: number) => db.write(async (tx) => {
      const [scenario] = await activeScenarios(tx, world.shop.id, world.deps().log);
      if (!scenario) throw new Error("no scenario is active");
      const entryPointId = scenario.compiled.entryPoints[0]?.id ?? "";
      await enterRuns(tx, world.deps(), world.shop, people.slice(0, 100).map((customerId) => ({ scenario, entryPointId, customerId, factKey: `${customerId}:${times}`, context: {} })));
    }, { sideBySide: true });
    await eachWorker((db) => enter(db, 1));
    const active = async () => (await world.runs()).filter(({ status }) => status === "active").length;
    expect(await active()).toBe(100);
    await eachWorker((db, index) => enter(db, index));
    expect(await active()).toBe(whileInside === "new-instance" ? 100 * WORKERS : 100);
    expect(await world.decisions()).toHaveLength(100 * WORKERS);
    await expectCountsAgree(world.db, world.shop.id);
  });
});
