import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Condition, Segment } from "~/domain/segment/condition";
import { deleteSegment } from "~/services/segments/delete-segment.server";
import { readSegmentContext } from "~/services/segments/read-segments.server";
import { countMembers, membersAmong, nextMembers } from "~/services/segments/segment-members.server";
import { cartSeries, openEngineWorld, T0, type EngineWorld } from "../factories/engine-world";

const all = (...conditions: Condition[]): Segment => ({ match: "all", groups: [{ match: "all", conditions }] });

describe("segments", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    for (const id of ["ela", "jan", "ola"]) await world.addCustomer(id);
    await world.db.write(async (tx) => {
      const own = tx.forShop(world.shop.id);
      await own.insertInto("CustomerTag").values([{ shopId: world.shop.id, customerId: "ola", tag: "VIP", addedAt: T0, source: "hand" }, { shopId: world.shop.id, customerId: "jan", tag: "vip", addedAt: T0, source: "hand" }]).execute();
      await own.updateTable("Customer").set({ ordersCount: 2 }).where("id", "=", "ola").execute();
    });
  });
  afterEach(() => world.close());
  const context = () => readSegmentContext(world.db, world.shop, world.clock.now());
  const addSegment = (id: string, definition: unknown) => world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Segment").values({
    shopId: world.shop.id, id, name: id, nameInUse: id, definition: JSON.stringify(definition), createdAt: T0, updatedAt: T0, deletedAt: null,
  }).execute());

  it("R20 say of given people who is in them, of everybody in pieces, and how many there are", async () => {
    const vip = all({ fact: "tag", operator: "has", tag: "Vip" });
    expect([...(await membersAmong(world.db, vip, await context(), ["ola", "ela"]))]).toEqual(["ola"]);
    expect(await countMembers(world.db, vip, await context())).toBe(2);
    expect(await countMembers(world.db, all({ fact: "tag", operator: "has", tag: "vip" }, { fact: "orders-count", operator: "at-least", count: 2 }), await context())).toBe(1);
    expect(await nextMembers(world.db, vip, await context(), null, 2)).toEqual({ ids: ["jan"], next: "jan" });
    expect(await nextMembers(world.db, vip, await context(), "jan", 2)).toEqual({ ids: ["ola"], next: "ola" });
    expect(await nextMembers(world.db, vip, await context(), "ola", 2)).toEqual({ ids: [], next: null });
  });

  it("R11 one that a scenario or another segment names cannot be deleted", async () => {
    await addSegment("s1", all({ fact: "tag", operator: "has", tag: "vip" }));
    const definition = cartSeries();
    const { id } = await world.activate({ ...definition, entryPoints: [{ id: "daily", type: "scheduled", version: 1, config: { segmentId: "s1" } }] });
    expect(await deleteSegment(world.context, world.shop.id, "s1")).toEqual({ ok: false, usedBy: ["Abandoned cart"] });
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Scenario").set({ status: "deleted" }).where("id", "=", id).execute());
    expect(await deleteSegment(world.context, world.shop.id, "s1")).toEqual({ ok: true });
    expect((await context()).segments.size).toBe(0);
  });
});
