import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Condition, Segment } from "~/domain/segment/condition";
import { countCustomers, listSegmentCustomers } from "~/queries/segment-customers.server";
import { STARTER_KEYS, starterSegments } from "~/domain/segment/starter-segments";
import { saveSegment } from "~/services/segments/save-segment.server";
import { deleteSegment } from "~/services/segments/delete-segment.server";
import { readSegmentContext } from "~/services/segments/read-segments.server";
import { membersAmong, nextMembers } from "~/services/segments/segment-members.server";
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
    expect(await countCustomers(world.db, vip, await context())).toBe(2);
    expect(await countCustomers(world.db, all({ fact: "tag", operator: "has", tag: "vip" }, { fact: "orders-count", operator: "at-least", count: 2 }), await context())).toBe(1);
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

  it("R20 are saved under a name of their own, and one that would ask itself, directly or around, is refused by name", async () => {
    const save = (id: string | null, name: string, ...conditions: Condition[]) => saveSegment(world.context, world.shop, { id, name, definition: all(...conditions) });
    const idOf = async (name: string, ...conditions: Condition[]) => {
      const saved = await save(null, name, ...conditions);
      if (!saved.ok) throw new Error(JSON.stringify(saved.problems));
      return saved.id;
    };
    const tagged: Condition = { fact: "tag", operator: "has", tag: "vip" };
    const inside = (segmentId: string): Condition => ({ fact: "segment", operator: "in", segmentId });
    const first = await idOf("First", tagged);
    const second = await idOf("Second", inside(first));
    const third = await idOf("Third", inside(second), tagged);
    expect(await save(null, "FIRST", tagged)).toMatchObject({ ok: false, problems: [{ path: "name", key: "segments:refused.nameTaken" }] });
    expect(await save(first, "First", tagged, inside(first))).toMatchObject({ ok: false, problems: [{ path: "groups[0].conditions[1].segmentId", values: { names: "First → First" } }] });
    expect(await save(first, "First", inside(third))).toMatchObject({ ok: false, problems: [{ values: { names: "First → Third → Second → First" } }] });
    expect(await save(null, "Fourth", inside("gone"), { fact: "city", operator: "is", city: "" })).toMatchObject({ ok: false, problems: [{ path: "groups[0].conditions[0].segmentId" }, { path: "groups[0].conditions[1].city" }] });
    expect(await save("gone", "Fifth", tagged)).toMatchObject({ ok: false, problems: [{ key: "segments:refused.gone" }] });
    expect(await deleteSegment(world.context, world.shop.id, first)).toEqual({ ok: false, usedBy: ["Second"] });
    expect(await countCustomers(world.db, all(inside(third)), await context())).toBe(2);
  });

  it("R20 show their people a page at a time, and those to begin with can all be asked and saved", async () => {
    const everybody = all({ fact: "orders-count", operator: "at-least", count: 0 });
    const page = await listSegmentCustomers(world.db, everybody, await context(), null);
    expect(page).toMatchObject({ customers: [{ id: "ola", ordersCount: 2 }, { id: "jan" }, { id: "ela" }], next: null });
    expect((await listSegmentCustomers(world.db, everybody, await context(), "jan")).customers.map(({ id }) => id)).toEqual(["ela"]);
    for (const key of STARTER_KEYS) expect(await saveSegment(world.context, world.shop, { id: null, name: key, definition: starterSegments[key] })).toMatchObject({ ok: true });
    const counts = await Promise.all(STARTER_KEYS.map(async (key) => [key, await countCustomers(world.db, starterSegments[key], await context())] as const));
    expect(Object.fromEntries(counts)).toEqual({ newCustomers: 0, regulars: 0, vip: 0, atRisk: 0, lost: 0, neverOrdered: 2, browsedOnly: 0 });
  });

  it("R20 one that nobody waits for any more is not counted", async () => {
    const calledOff = new AbortController();
    calledOff.abort();
    await expect(countCustomers(world.db, all({ fact: "tag", operator: "has", tag: "vip" }), await context(), calledOff.signal)).rejects.toThrow();
  });
});
