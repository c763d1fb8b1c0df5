import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { newId } from "~/adapters/db/new-id.server";
import { BullQueue } from "~/adapters/queue/bull/bull-queue.server";
import { WakeQueues } from "~/adapters/queue/bull/wake-queues.server";
import { DAY } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import { runsWork } from "~/runtime/runs/runs.server";
import { cartSeries, delayNode, openEngineWorld, T0, tagNode, type EngineWorld } from "../../factories/engine-world";

const WORKERS = 3;
const SMALL_SHOPS = 20;
const OF_LARGE = 8_000;
const OF_SMALL = 10;
const PIECE = 500;
const log = pino({ level: "silent" });

let world: EngineWorld;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  await world.close();
});

/** Runs whose delay is over, and which have a tag to set after it. */
async function due(shop: ShopRow, count: number): Promise<void> {
  const { id: scenarioId, versionId } = await world.activate({ ...cartSeries(), firstStepId: "wait", steps: [delayNode("wait", "tag"), tagNode("add-tag", "tag", null)] }, newId(), shop);
  for (let from = 0; from < count; from += PIECE) {
    const people = Array.from({ length: Math.min(PIECE, count - from) }, (_, n) => `c${from + n}`);
    await world.db.write(async ({ acrossShops }) => {
      await insertRows(acrossShops, "Customer", people.map((id) => ({ shopId: shop.id, id, firstName: id, lastName: "Example", currency: "EUR", ordersCount: 0, totalSpentMinor: 0, createdAt: T0, updatedAt: T0 })));
      await insertRows(acrossShops, "Run", people.map((customerId) => {
        const id = newId();
        return {
          shopId: shop.id, id, scenarioId, versionId, customerId, activeKey: id, factKey: customerId, entryPointId: "cart", status: "active", stepId: "wait", dueAt: T0,
          enteredAt: T0 - DAY, enteredStepAt: T0 - DAY, heldMs: 0, seq: 1, recovered: 0, context: JSON.stringify({ at: T0 - DAY }),
        };
      }));
    });
  }
}

describe("several workers on one database", () => {
  it("let no small shop wait behind a large one, and take every run on once", async () => {
    world = await openEngineWorld();
    const { db, context, shop: large } = world;
    await due(large, OF_LARGE);
    const small = await Promise.all(Array.from({ length: SMALL_SHOPS }, (_, n) => world.addShop(`small-${n}.myshopify.com`)));
    for (const shop of small) await due(shop, OF_SMALL);

    const prefix = randomUUID();
    for (let n = 0; n < WORKERS; n += 1) {
      const queue = new BullQueue({ queues: new WakeQueues({ url: inject("redisUrl") ?? "", prefix, log }), clock: world.clock, log, sweepMs: null, repeatMs: null });
      closing.push(() => queue.stop());
      queue.start([runsWork({ ...context, wake: queue }, { soleOwner: false })]);
      if (n === 0) queue.wake("runs");
    }

    const left = async (shops: readonly ShopRow[]) => {
      const { n } = await db.acrossShops.selectFrom("Run").select((row) => row.fn.countAll<number>().as("n")).where("status", "=", "active")
        .where("shopId", "in", shops.map(({ id }) => id)).executeTakeFirstOrThrow();
      return n;
    };
    await vi.waitFor(async () => expect(await left(small)).toBe(0), { timeout: 30_000, interval: 5 });
    // Each small shop has its turn within the first two rounds, whatever the large one has.
    expect(await left([large])).toBeGreaterThan(0);
    await vi.waitFor(async () => expect(await left([large])).toBe(0), { timeout: 60_000, interval: 50 });

    const visits = await db.acrossShops.selectFrom("StepVisit").select((row) => row.fn.countAll<number>().as("n")).executeTakeFirstOrThrow();
    expect(visits.n).toBe(2 * (OF_LARGE + SMALL_SHOPS * OF_SMALL));
    expect(await db.acrossShops.selectFrom("Run").select("id").where((row) => row.or([row("recovered", ">", 0), row("leaseOwner", "is not", null)])).execute()).toEqual([]);
  }, 120_000);
});
