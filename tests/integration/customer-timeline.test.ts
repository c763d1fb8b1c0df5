import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "~/domain/instant";
import { readStandingRuns } from "~/queries/customer-runs.server";
import { readCustomerTimeline } from "~/queries/customer-timeline.server";
import type { TimelineItem } from "~/queries/timeline-source";
import { cartSeries, delayNode, emailNode, openEngineWorld, T0, tagNode, type EngineWorld } from "../factories/engine-world";

let world: EngineWorld & { close(): Promise<void> };
beforeEach(async () => {
  world = await openEngineWorld();
  await world.addCustomer("ola");
});
afterEach(() => world.close());

const seen = (at: number[], path = "/") => world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Event").values(at.map((instant, index) => ({
  shopId: world.shop.id, id: `event-${String(index).padStart(4, "0")}`, visitorId: null, customerId: "ola", type: "page_viewed", at: instant, receivedAt: instant,
  source: "storefront", properties: JSON.stringify({ page: { path, query: "" } }),
}))).execute());

async function everyPage(): Promise<TimelineItem[][]> {
  const pages: TimelineItem[][] = [];
  let before: number | null = null;
  do {
    const { items, olderBefore } = await readCustomerTimeline(world.db, world.shop.id, "ola", before);
    pages.push(items);
    before = olderBefore;
  } while (before !== null && pages.length < 20);
  return pages;
}

describe("a customer's timeline", () => {
  it("tells why somebody entered, what she passed, got and did, newest first", async () => {
    await world.activate(cartSeries());
    await seen([T0]);
    await world.does("ola", "cart_viewed", { cart: { token: "c1", empty: false } });
    await world.advance(HOUR);
    await world.hand();
    await world.does("ola", "order_placed", { orderId: "1" });
    await world.settle();
    const { items, olderBefore } = await readCustomerTimeline(world.db, world.shop.id, "ola", null);
    expect(items.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["run-removed", "message-sent", "step-left", "entered", "page_viewed"]));
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).sort((a, b) => b - a));
    expect(items.find(({ kind }) => kind === "run-removed")?.reason).toBe("order-placed");
    expect(items.find(({ kind }) => kind === "step-left")?.stepType).toBe("send-email");
    expect(olderBefore).toBeNull();
  });

  it("R31 tells by which way a step with several was left, which tag was added, and that a wait may end earlier", async () => {
    const config = { about: "orders" };
    const wait = { until: { what: "tag", tag: "vip" }, limit: { amount: 1, unit: "days" } };
    await world.activate({
      ...cartSeries(), firstStepId: "asks",
      steps: [
        { id: "asks", type: "condition", version: 1, config, next: { yes: null, no: "tags" } },
        tagNode("add-tag", "tags", "waits", "asked"),
        { id: "waits", type: "wait-until", version: 1, config: wait, next: { happened: null, "time-up": null } },
      ],
    });
    await world.does("ola", "cart_viewed", { cart: { token: "c1", empty: false } });
    await world.advance(HOUR);
    const { items } = await readCustomerTimeline(world.db, world.shop.id, "ola", null);
    const left = items.filter(({ kind }) => kind === "step-left");
    expect(left.find(({ stepType }) => stepType === "condition")?.way).toEqual({ branch: "no", config, message: null });
    expect(left.find(({ stepType }) => stepType === "add-tag")).toMatchObject({ detail: "asked" });
    expect(left.find(({ stepType }) => stepType === "add-tag")).not.toHaveProperty("way");
    expect(await readStandingRuns(world.db, world.shop.id, "ola")).toMatchObject([{ stepType: "wait-until", orEarlier: true }]);
  });

  it("R31 tells what was asked at a step as of the version in which that was, and of which message", async () => {
    const asks = (count: number) => ({ id: "asks", type: "condition", version: 1, config: { about: "customer", segment: { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-least", count }] }] } }, next: { yes: null, no: "opened" } });
    const opened = { id: "opened", type: "condition", version: 1, config: { about: "message", stepId: "mail", was: "opened" }, next: { yes: null, no: "rest" } };
    const definition = (count: number) => ({ ...cartSeries({ whileInside: "new-instance" }), firstStepId: "mail", steps: [emailNode("mail", "asks"), asks(count), opened, delayNode("rest", null)] });
    const { id } = await world.activate(definition(1));
    await world.does("ola", "cart_viewed", { cart: { token: "c1", empty: false } });
    await world.advance(HOUR);
    await world.hand();
    await world.activate(definition(2), id);
    const { items } = await readCustomerTimeline(world.db, world.shop.id, "ola", null);
    const ways = items.flatMap(({ way }) => way ?? []);
    expect(ways.find(({ config }) => "segment" in (config as object))).toEqual({ branch: "no", config: asks(1).config, message: null });
    expect(ways.find(({ config }) => "stepId" in (config as object))).toEqual({ branch: "no", config: opened.config, message: "Your cart" });
  });

  it("tells that a run was completed after what it did at the same instant", async () => {
    await world.activate({ ...cartSeries(), firstStepId: "tags", steps: [tagNode("add-tag", "tags", null, "asked")] });
    await world.does("ola", "cart_viewed", { cart: { token: "c1", empty: false } });
    await world.advance(HOUR);
    const { items } = await readCustomerTimeline(world.db, world.shop.id, "ola", null);
    const [completed, ...before] = items.filter(({ at }) => at === items[0]?.at).map(({ kind }) => kind);
    expect([completed, before.toSorted()]).toEqual(["run-completed", ["entered", "step-left"]]);
  });

  it("R5 tells why somebody did not enter", async () => {
    await world.activate(cartSeries({ whileInside: "ignore" }));
    await world.does("ola", "cart_viewed", { cart: { token: "c1", empty: false } });
    await world.advance(HOUR);
    await world.does("ola", "cart_viewed", { cart: { token: "c2", empty: false } });
    await world.advance(HOUR);
    const { items } = await readCustomerTimeline(world.db, world.shop.id, "ola", null);
    expect(items.find(({ kind }) => kind === "not-entered")).toMatchObject({ reason: "already-inside" });
  });

  it("shows every line once over all its pages, lines of one instant too", async () => {
    await seen(Array.from({ length: 350 }, (_, index) => T0 - Math.floor(index / 7) * MINUTE));
    const ids = (await everyPage()).flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(350);
    expect(ids).toHaveLength(350);
  });

  it("goes on where a hundred lines and more are of one instant", async () => {
    await seen([...Array.from({ length: 100 }, () => T0), T0 - MINUTE]);
    const pages = await everyPage();
    expect(pages.flat().filter(({ at }) => at === T0 - MINUTE)).toHaveLength(1);
    expect(pages.length).toBeLessThan(5);
  });

  it("knows nothing of another shop's customer of the same id", async () => {
    const other = await world.addShop("other.myshopify.com");
    await seen([T0]);
    expect((await readCustomerTimeline(world.db, other.id, "ola", null)).items).toEqual([]);
  });
});
