import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { removeTags, saveTagSnapshots } from "~/services/customers/save-customer-tags.server";
import { stopScenario } from "~/services/scenarios/stop-scenario.server";
import { activateInShop } from "../../factories/activate-in-shop";
import { exhaustWork } from "../../factories/exhaust-work";
import { cartSeries, openEngineWorld, T0, type EngineWorld } from "../../factories/engine-world";
import { addTraits } from "../../factories/traits";

const starting = (when: "entered" | "left", segmentId = "vip"): ScenarioDefinition => ({ ...cartSeries(), entryPoints: [{ id: "segment", type: "segment-entered", version: 1, config: { segmentId, when } }] });

describe("segment entered and left", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    await world.addTagSegment("vip", "VIP");
    for (const id of ["ola", "ewa"]) await world.addCustomer(id);
    await world.tagged("ola", ["vip"]);
  });
  afterEach(() => world.close());

  const who = async () => (await world.runs()).map(({ customerId }) => customerId).sort();
  const untagged = (customerId: string, tag: string) => world.db.write((tx) => removeTags(tx, world.deps(), world.shop.id, customerId, [tag], world.clock.now()));
  const members = async () => (await world.db.forShop(world.shop.id).selectFrom("SegmentMember").select("customerId").orderBy("customerId").execute()).map(({ customerId }) => customerId);
  const watches = () => world.db.forShop(world.shop.id).selectFrom("SegmentWatch").selectAll().execute();

  it("R20 who is in it when the scenario goes live does not enter; who comes later does, at once, and each time", async () => {
    await activateInShop(world.context, world.shop.id, starting("entered"));
    expect(world.woken).toContain("segment-watches");
    await world.settle();
    expect(await who()).toEqual([]);
    expect(await members()).toEqual(["ola"]);
    await world.advance(MINUTE);
    await world.tagged("ewa", ["Vip"]);
    expect(await who()).toEqual(["ewa"]);
    await world.advance(HOUR);
    expect(await who()).toEqual(["ewa"]);
    await untagged("ewa", "Vip");
    await world.advance(MINUTE);
    await world.tagged("ewa", ["vip"]);
    expect(await who()).toEqual(["ewa", "ewa"]);
  });

  it("R20 left: who falls out of it, once", async () => {
    await world.activate(starting("left"));
    await world.settle();
    await untagged("ola", "vip");
    await world.advance(HOUR);
    expect(await who()).toEqual(["ola"]);
    expect(await members()).toEqual([]);
  });

  it("R20 by the days that pass: the regular pass finds who came and who went, nobody changed", async () => {
    await addTraits(world.db, world.shop.id);
    await world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).insertInto("Segment").values({ shopId: world.shop.id, id: "recent", name: "recent", nameInUse: "recent", definition: JSON.stringify({ match: "all", groups: [{ match: "all", conditions: [{ fact: "trait", trait: "date_time", operator: "in-last", value: 2 }] }] }), createdAt: T0, updatedAt: T0, deletedAt: null }).execute();
      await tx.forShop(world.shop.id).insertInto("CustomerTrait").values({ shopId: world.shop.id, customerId: "ewa", traitId: "t-date_time", text: null, number: T0 - DAY, changedAt: T0, source: "hand" }).execute();
    });
    await world.activate(starting("left", "recent"));
    await world.advance(23 * HOUR);
    expect(await who()).toEqual([]);
    await world.advance(HOUR + 16 * MINUTE);
    expect(await who()).toEqual(["ewa"]);
    await world.advance(DAY);
    expect(await who()).toEqual(["ewa"]);
  });

  it("R20 an edited segment is taken as it is, and lets in nobody by that", async () => {
    await world.activate(starting("entered"));
    await world.settle();
    await world.tagged("ewa", ["other"]);
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Segment").set({ definition: JSON.stringify({ match: "all", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag: "other" }] }] }) }).where("id", "=", "vip").execute());
    // What happens before the pass has come by is the pass's.
    await world.tagged("ola", ["other"]);
    await world.advance(HOUR);
    expect(await members()).toEqual(["ewa", "ola"]);
    expect(await who()).toEqual([]);
  });

  it("R10 R20 an import lets in nobody, also not later", async () => {
    await world.activate(starting("entered"));
    await world.settle();
    await world.db.write((tx) => saveTagSnapshots(tx, { ...world.deps(), told: "import" }, world.shop.id, [{ customerId: "ewa", tags: ["vip"], at: world.clock.now() }]));
    expect(await members()).toEqual(["ewa", "ola"]);
    await world.advance(HOUR);
    expect(await who()).toEqual([]);
  });

  it("R20 a large base goes piece by piece, and one watched no more is forgotten; watched again it is taken anew", async () => {
    await world.db.write(async (tx) => {
      for (let index = 0; index < 700; index += 1) await tx.forShop(world.shop.id).insertInto("Customer").values({ shopId: world.shop.id, id: `c${index}`, shopifyId: null, email: null, firstName: "", lastName: "", ordersCount: 0, totalSpentMinor: 0, currency: "EUR", createdAt: T0, updatedAt: T0 }).execute();
      await tx.forShop(world.shop.id).insertInto("CustomerTag").values(Array.from({ length: 700 }, (_, index) => ({ shopId: world.shop.id, customerId: `c${index}`, tag: "VIP", addedAt: T0, source: "shopify" }))).execute();
    });
    const id = await activateInShop(world.context, world.shop.id, starting("entered"));
    expect(await world.works.watches.runDue()).toBe(1);
    expect((await watches())[0]?.cursor).not.toBeNull();
    await exhaustWork(world.works.watches);
    expect(await members()).toHaveLength(701);
    await stopScenario(world.context, world.shop.id, id, "hold");
    await exhaustWork(world.works.watches);
    expect([await members(), await watches()]).toEqual([[], []]);
    await world.tagged("ewa", ["vip"]);
    await world.activate(starting("entered"), id);
    await world.advance(HOUR);
    expect(await members()).toHaveLength(702);
    expect(await who()).toEqual([]);
  });

  it("two processes on one pass let nobody in twice", async () => {
    await world.activate(starting("entered"));
    await world.settle();
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("CustomerTag").values({ shopId: world.shop.id, customerId: "ewa", tag: "vip", addedAt: T0, source: "shopify" }).execute());
    world.clock.set(T0 + HOUR, true);
    await Promise.all([world.works.watches.runDue(), world.works.watches.runDue(), world.tagged("ewa", ["another"])]);
    await exhaustWork(world.works.watches);
    expect(await who()).toEqual(["ewa"]);
  });
});
