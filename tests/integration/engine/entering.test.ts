import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { moveIdleClocks } from "~/services/runs/move-idle-clocks.server";
import { cartSeries, expectCountsAgree, openEngineWorld, T0, type EngineWorld } from "../../factories/engine-world";

const cart = (token = "c1") => ({ cart: { token, empty: false } });

describe("entering and leaving", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    await world.addCustomer("ola");
  });
  afterEach(() => world.close());

  const decisions = async () => (await world.decisions()).map(({ outcome, reason }) => [outcome, reason]);

  it("R10 facts older than 24 hours let nobody in", async () => {
    await world.activate(cartSeries());
    await world.does("ola", "cart_viewed", { at: T0 - DAY, ...cart() });
    expect(await world.clocks()).toEqual([]);
    await world.does("ola", "cart_viewed", { at: T0 - DAY + 1, ...cart() });
    expect(await world.clocks()).toHaveLength(1);
  });

  it("R43 R44 a visitor's clock goes on as the customer's; where nobody knows her it is dropped without a trace", async () => {
    await world.activate(cartSeries());
    await world.does("visitor-1", "cart_viewed", cart());
    await world.does("visitor-2", "cart_viewed", cart("c2"));
    await world.db.write((tx) => moveIdleClocks(tx, world.shop.id, "visitor-1", "ola"));
    await world.advance(HOUR);
    expect((await world.runs()).map(({ customerId }) => customerId)).toEqual(["ola"]);
    expect(await world.clocks()).toEqual([]);
    expect(await world.decisions()).toHaveLength(1);
  });

  it("R44 of two clocks the one pushed last stays", async () => {
    await world.activate(cartSeries());
    await world.does("ola", "cart_viewed", cart("old"));
    await world.advance(10 * MINUTE);
    await world.does("visitor-1", "cart_viewed", cart("new"));
    await world.db.write((tx) => moveIdleClocks(tx, world.shop.id, "visitor-1", "ola"));
    expect(await world.clocks()).toMatchObject([{ subjectId: "ola", dueAt: T0 + HOUR + 10 * MINUTE }]);
    await world.advance(10 * MINUTE);
    await world.db.write((tx) => moveIdleClocks(tx, world.shop.id, "nobody", "ola"));
    expect(JSON.parse((await world.clocks())[0]?.context ?? "{}")).toMatchObject({ cartToken: "new" });
  });

  it("R5 says of each fact what became of it", async () => {
    await world.activate(cartSeries({ whileInside: "ignore" }));
    for (let times = 0; times < 2; times += 1) {
      await world.does("ola", "cart_viewed", cart());
      await world.advance(HOUR);
    }
    expect(await decisions()).toEqual([["entered", null], ["refused", "already-inside"]]);
    expect(await world.counts()).toMatchObject({ started: 1 });
  });

  it("R5 move to start: the earlier run ends as replaced, its unsent message too, and Started stays one", async () => {
    await world.activate(cartSeries({ whileInside: "restart" }));
    await world.does("ola", "cart_viewed", cart());
    await world.advance(HOUR);
    await world.does("ola", "cart_viewed", cart("c2"));
    await world.advance(HOUR);
    const [first, second] = await world.runs();
    expect(first).toMatchObject({ status: "removed", reason: "replaced", activeKey: null });
    expect(JSON.parse(second?.context ?? "{}")).toMatchObject({ cartToken: "c2", replaces: first?.id });
    expect((await world.messages()).map(({ status }) => status).sort()).toEqual(["cancelled", "queued"]);
    expect(await world.counts()).toEqual({ started: 1, arrived: 1 });
    expect(await decisions()).toEqual([["entered", null], ["restarted", null]]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R5 refresh: the running one takes the newest cart and its wait begins anew", async () => {
    await world.activate(cartSeries({ whileInside: "refresh" }));
    await world.does("ola", "cart_viewed", cart());
    await world.advance(HOUR);
    await world.hand();
    await world.advance(10 * HOUR);
    await world.does("ola", "cart_viewed", cart("c2"));
    await world.advance(HOUR);
    const [run] = await world.runs();
    expect(JSON.parse(run?.context ?? "{}")).toMatchObject({ cartToken: "c2" });
    expect(run).toMatchObject({ stepId: "wait", dueAt: world.clock.now() + DAY });
    expect(await decisions()).toEqual([["entered", null], ["refreshed", null]]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("the same fact enters once, however often and by however many at the same time it is told", async () => {
    const { id } = await world.activate(cartSeries());
    const clock = { shopId: world.shop.id, scenarioId: id, entryPointId: "cart", subjectId: "ola", kind: "cart-abandonment", stage: "opened-not-checkout", dueAt: T0, factKey: "fact", at: T0, context: "{}" };
    await Promise.all(Array.from({ length: 5 }, async () => {
      await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("IdleClock").values(clock).onConflict((conflict) => conflict.doNothing()).execute());
      await Promise.all([world.works.clocks.runDue(), world.works.clocks.runDue()]);
    }));
    expect(await world.runs()).toHaveLength(1);
    expect(await decisions()).toEqual([["entered", null]]);
    expect(await world.counts()).toMatchObject({ started: 1 });
  });

  it("refuses with a reason where the scenario was stopped or the entry point deleted meanwhile", async () => {
    const { id } = await world.activate(cartSeries());
    await world.does("ola", "cart_viewed", cart());
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Scenario").set({ status: "stopped" }).where("id", "=", id).execute());
    await world.advance(HOUR);
    await world.activate(cartSeries(), id);
    await world.does("ola", "cart_viewed", cart());
    await world.activate({ ...cartSeries(), entryPoints: [{ id: "other", type: "cart-abandonment", version: 1, config: { variant: "checkout-started", idleMinutes: 60 } }] }, id);
    await world.advance(HOUR);
    expect(await decisions()).toEqual([["refused", "scenario-not-active"], ["refused", "entry-point-deleted"]]);
    expect(await world.runs()).toEqual([]);
  });

  it("R8 an order from before the cart was begun ends nothing, one told late does", async () => {
    await world.activate(cartSeries());
    await world.advance(MINUTE);
    await world.does("ola", "cart_viewed", cart());
    await world.does("ola", "page_viewed", { at: T0 + 5 * MINUTE, page: { path: "/", query: "" } });
    await world.advance(2 * HOUR);
    await world.does("ola", "order_placed", { at: T0, orderId: "1" });
    expect(await world.runs()).toMatchObject([{ status: "active" }]);
    await world.does("ola", "order_placed", { at: T0 + 2 * MINUTE, orderId: "2" });
    expect(await world.runs()).toMatchObject([{ status: "removed", reason: "order-placed" }]);
  });

  it("R8 a page ends the runs of scenarios that say so, and of nobody else", async () => {
    await world.addCustomer("ewa");
    await world.activate(cartSeries({ onPage: [{ match: "starts-with", path: "/pages/thanks" }] }));
    await world.activate(cartSeries());
    for (const who of ["ola", "ewa"]) await world.does(who, "cart_viewed", cart(who));
    await world.advance(HOUR);
    await world.does("ola", "page_viewed", { page: { path: "/pages/thanks-you", query: "" } });
    const runs = await world.runs();
    expect(runs.map(({ customerId, status }) => `${customerId} ${status}`).sort()).toEqual(["ewa active", "ewa active", "ola active", "ola removed"]);
    expect(runs.find(({ status }) => status === "removed")?.reason).toBe("page-visited");
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R8 R15 an order in the same batch as what came before it, in whatever order it is told", async () => {
    await world.activate(cartSeries());
    await world.take([
      { key: "b", subjectId: "ola", type: "order_placed", at: T0, orderId: "1" },
      { key: "a", subjectId: "ola", type: "cart_viewed", at: T0 - MINUTE, ...cart() },
    ]);
    expect(await world.clocks()).toEqual([]);
  });
});
