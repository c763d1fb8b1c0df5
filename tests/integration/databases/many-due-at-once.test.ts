import { sql } from "kysely";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { dueMessages, dueOnes } from "~/runtime/messages/due-messages.server";
import { messagesOf } from "~/runtime/runs/load-doings.server";
import { openEngineWorld, type EngineWorld } from "../../factories/engine-world";
import { planOf } from "../../setup/plan-of";

const MANY = 12_000;

let world: EngineWorld;
beforeEach(async () => { world = await openEngineWorld(); });
afterEach(() => world.close());

/** Of a shop that has hardly ever sent. */
const queueMany = (now: number) => world.db.write((tx) => insertRows(tx.acrossShops, "Message", Array.from({ length: MANY }, (_, number) => ({
  shopId: world.shop.id, id: `m${String(number).padStart(6, "0")}`, effectId: `r${number}:1:0`, runId: `r${number}`, scenarioId: "s", versionId: "v", stepId: "mail", customerId: `c${number}`, status: "queued", attempts: 0, queuedAt: now,
  channel: "email", dueAt: number === MANY - 1 ? now - 1 : now,
}))));

it("R21 of many messages due at one instant a few are taken without sorting the rest", async () => {
  const now = world.clock.now();
  await queueMany(now);
  const due = await dueMessages(world.db, "email", world.shop.id, now, 100);
  expect([due.length, due[0]?.id]).toEqual([100, `m${String(MANY - 1).padStart(6, "0")}`]);

  const plan = await planOf(world.db, dueOnes(world.db, "email", world.shop.id, now, 100));
  expect(plan).toContain("Message_shopId_channel_dueAt_idx");
  expect(plan).not.toMatch(/sort|temp b-tree|anti join/i);
});

it("R21 the messages of a batch of runs are found by the runs, however many the shop has", async () => {
  await queueMany(world.clock.now());
  const runIds = Array.from({ length: 500 }, (_, number) => `r${number * 5}`);
  const { rows } = await messagesOf(world.db, world.shop.id, runIds).execute(world.db.acrossShops);
  expect(rows.map(({ runId }) => runId).sort()).toEqual(runIds.toSorted());
  // Others have used this database, and PostgreSQL may have counted the table when nothing was in it.
  if (inject("postgresUrl") !== null) await sql`analyze "Message"`.execute(world.db.acrossShops);
  const plan = await planOf(world.db, messagesOf(world.db, world.shop.id, runIds));
  expect(plan).toMatch(inject("postgresUrl") === null ? /Message_shopId_runId_effectId_key \(shopId=\? AND runId=\?\)/ : /Message_shopId_runId_effectId_key[^]+Index Cond: \(\("shopId" = [^)]*\) AND \("runId" = /);
  expect(plan).not.toMatch(/hash|merge|sort|scan m\b/i);
});
