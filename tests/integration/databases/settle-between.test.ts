import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { Database } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { DAY } from "~/domain/instant";
import { activeScenarios } from "~/runtime/runs/active-scenarios.server";
import { settleScenariosWork } from "~/runtime/runs/settle-scenarios.server";
import { settleInside } from "~/services/scenarios/settle-inside.server";
import { cartSeries, openEngineWorld, type EngineWorld } from "../../factories/engine-world";

/** More than two pieces of any change. */
const MANY = 4_500;
/** Real time after which nobody who has a turn at all would still wait for it. */
const LONG_MS = 15_000;

describe("what is owed to those inside", () => {
  let world: EngineWorld;
  beforeEach(async () => { world = await openEngineWorld(); });
  afterEach(() => world.close());

  /** An active scenario that owes so many people another time for their wait. */
  async function owing(count: number, since = world.clock.now()): Promise<string> {
    const now = world.clock.now();
    const { id, versionId } = await world.activate(cartSeries());
    await world.db.write(async (tx) => {
      await insertRows(tx.acrossShops, "Run", Array.from({ length: count }, (_, number) => ({
        shopId: world.shop.id, id: `${id}-${String(number).padStart(6, "0")}`, scenarioId: id, versionId, customerId: `c${number}`, activeKey: "inside", factKey: `f${number}`, entryPointId: "e",
        status: "active", stepId: "wait", dueAt: now + 2 * DAY, enteredAt: since, enteredStepAt: since, heldMs: 0, seq: 1, recovered: 0, context: "{}",
      })));
      await tx.forShop(world.shop.id).updateTable("Scenario").set({ settling: JSON.stringify({ reschedule: { at: now, steps: ["wait"], after: "", spacing: 0, done: 0 } }) }).where("id", "=", id).execute();
    });
    return id;
  }
  const paid = async (scenarioId: string) => (await world.db.forShop(world.shop.id).selectFrom("Run").select("id").where("scenarioId", "=", scenarioId).where("dueAt", "=", world.clock.now() + DAY).execute()).length;
  const debts = async () => (await world.db.forShop(world.shop.id).selectFrom("Scenario").select("id").where("settling", "is not", null).execute()).length;
  /** A transaction that stays open once its work is done, until it is let go. */
  async function open(work: Parameters<Database["write"]>[0], db: Database = world.db) {
    const { promise: reached, resolve: reach } = Promise.withResolvers<null>();
    const { promise: released, resolve: release } = Promise.withResolvers<null>();
    const over = db.write(async (tx) => {
      await work(tx);
      reach(null);
      await released;
    }, { sideBySide: true });
    await Promise.race([reached, over]);
    return async () => {
      release(null);
      await over;
    };
  }
  async function somebodyWaits(): Promise<boolean> {
    const { rows } = await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(world.db.acrossShops);
    return rows.length > 0;
  }

  it("R38 is paid by turns where several owe it, and all of it", async () => {
    const [one, other] = [await owing(MANY), await owing(MANY)];
    const work = settleScenariosWork(world.context);
    await work.runDue();
    expect([(await paid(one)) > 0, (await paid(other)) > 0]).toEqual([true, true]);
    while ((await work.runDue()) > 0) continue;
    expect([await paid(one), await paid(other), await debts()]).toEqual([MANY, MANY, 0]);
  });

  describe.runIf(inject("postgresUrl") !== null)("while others are at work", () => {
    it("R38 is paid though at every moment somebody relies on the scenario", async () => {
      const id = await owing(MANY);
      const relies = () => open((tx) => activeScenarios(tx, world.shop.id, world.context.log));
      let settled = false;
      let letGo = await relies();
      const settling = settleInside(world.context, world.shop.id, id).then(() => { settled = true; });
      for (const giveUpAt = performance.now() + LONG_MS; !settled && performance.now() < giveUpAt;) {
        // The next one comes before the last one goes, or stands in the queue.
        let held = false;
        const next = relies().then((go) => { held = true; return go; });
        while (!held && !(await somebodyWaits())) continue;
        await letGo();
        letGo = await next;
      }
      const inTime = settled;
      await letGo();
      await settling;
      expect([inTime, await paid(id)]).toEqual([true, MANY]);
    });

    it.each([["longer", 0], ["over by now", -2 * DAY]])("R38 leaves alone whoever is woken or leaves while a piece is being written, where waits are %s", async (_, age) => {
      const now = world.clock.now();
      const id = await owing(MANY, now + age);
      const [woken, left] = [`${id}-004300`, `${id}-004301`];
      const letGo = await open(async (tx) => {
        const run = (runId: string) => tx.forShop(world.shop.id).updateTable("Run").where("id", "=", runId);
        await run(woken).set({ dueAt: now }).execute();
        await run(left).set({ status: "removed", activeKey: null, dueAt: null }).execute();
      });
      const settling = settleInside(world.context, world.shop.id, id);
      while (!(await somebodyWaits())) continue;
      await letGo();
      await settling;
      const rows = await world.db.forShop(world.shop.id).selectFrom("Run").select(["id", "dueAt"]).where("scenarioId", "=", id).where("id", "in", [woken, left]).orderBy("id").execute();
      expect(rows.map(({ dueAt }) => dueAt)).toEqual([now, null]);
      expect(await debts()).toBe(0);
    });

    it("R38 is paid by a worker for one scenario while another worker is at another one", async () => {
      const [one, other] = [await owing(MANY), await owing(MANY)];
      const first = [one, other].sort()[0] ?? "";
      const { promise: reached, resolve: reach } = Promise.withResolvers<null>();
      const { promise: released, resolve: release } = Promise.withResolvers<null>();
      // It stands still in its first piece.
      const write: Database["write"] = (work, options) => world.db.write(async (tx) => {
        const result = await work(tx);
        reach(null);
        await released;
        return result;
      }, options);
      const slow = settleInside({ ...world.context, db: { ...world.db, write } }, world.shop.id, first);
      await reached;
      const work = settleScenariosWork(world.context);
      while ((await work.runDue()) > 0) continue;
      expect([await paid(first === one ? other : one), await debts()]).toEqual([MANY, 1]);
      release(null);
      await slow;
      expect([await paid(first), await debts()]).toEqual([MANY, 0]);
    });
  });
});
