import { sql } from "kysely";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { dueMessages, dueOnes } from "~/runtime/messages/due-messages.server";
import { openEngineWorld, type EngineWorld } from "../../factories/engine-world";

const MANY = 3_000;

let world: EngineWorld;
beforeEach(async () => { world = await openEngineWorld(); });
afterEach(() => world.close());

it("R21 of many messages due at one instant a few are taken without sorting the rest", async () => {
  const now = world.clock.now();
  await world.db.write((tx) => insertRows(tx.acrossShops, "Message", Array.from({ length: MANY }, (_, number) => ({
    shopId: world.shop.id, id: `m${String(number).padStart(6, "0")}`, effectId: `e${number}`, runId: `r${number}`, scenarioId: "s", versionId: "v", stepId: "mail", customerId: `c${number}`, status: "queued", attempts: 0, queuedAt: now,
    channel: "email", dueAt: number === MANY - 1 ? now - 1 : now,
  }))));
  const due = await dueMessages(world.db, "email", world.shop.id, now, 100);
  expect([due.length, due[0]?.id]).toEqual([100, `m${String(MANY - 1).padStart(6, "0")}`]);

  const explain = inject("postgresUrl") === null ? sql`explain query plan` : sql`explain`;
  const { rows } = await sql<object>`${explain} ${dueOnes(world.db, "email", world.shop.id, now, 100)}`.execute(world.db.acrossShops);
  const plan = rows.map((row) => Object.values(row).join(" ")).join("\n");
  expect(plan).toContain("Message_shopId_channel_dueAt_idx");
  expect(plan).not.toMatch(/sort|temp b-tree|anti join/i);
});
