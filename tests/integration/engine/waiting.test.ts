import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { changeTags } from "~/services/customers/change-tags.server";
import { customersChanged } from "~/services/customers/customers-changed.server";
import { recordConsents } from "~/services/customers/record-consents.server";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { stopScenario } from "~/services/scenarios/stop-scenario.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { settleInteractions } from "~/services/messages/settle-interactions.server";
import { holdRuns } from "~/runtime/runs/hold-runs.server";
import { addConsents, cartSeries, delayNode, emailNode, expectCountsAgree, openEngineWorld, tagNode, T0, type EngineWorld } from "../../factories/engine-world";

const cart = { cart: { token: "c1", empty: false } };
const activity = (type: string, page?: object) => ({ what: "activity", type, ...(page ? { page } : {}) });
const waitNode = (until: unknown, next: { happened: string | null; "time-up": string | null } = { happened: "yes", "time-up": "no" }, limit: unknown = { amount: 2, unit: "days" }) =>
  ({ id: "wait", type: "wait-until", version: 1, config: { until, limit }, next });

function waiting(until: unknown, limit?: unknown): ScenarioDefinition {
  const series = cartSeries();
  return {
    ...series, settings: { ...series.settings, exits: { onOrder: false, onPage: [] } }, firstStepId: "wait",
    steps: [waitNode(until, undefined, limit), tagNode("add-tag", "yes", "rest", "yes"), tagNode("add-tag", "no", "rest", "no"), delayNode("rest", null, { mode: "for", amount: 20, unit: "days" })],
  };
}

describe("waiting for something", () => {
  let world: EngineWorld;
  let scenarioId: string;
  /** Opens and clicks are not counted anew from the rows. */
  let clicked = false;
  beforeEach(async () => {
    clicked = false;
    world = await openEngineWorld();
  });
  afterEach(async () => {
    if (!clicked) await expectCountsAgree(world.db, world.shop.id);
    await world.close();
  });

  async function enter(definition: ScenarioDefinition, ...ids: string[]): Promise<void> {
    ({ id: scenarioId } = await world.activate(definition));
    for (const id of ids) await world.addCustomer(id);
    for (const id of ids) await world.does(id, "cart_viewed", cart);
    await world.advance(HOUR);
  }
  const branches = async () => {
    const runs = new Map((await world.runs()).map(({ id, customerId }) => [id, customerId]));
    return Object.fromEntries((await world.visits()).filter(({ stepId }) => stepId === "wait").map(({ runId, branch }) => [runs.get(runId), branch]));
  };
  const rows = () => world.db.forShop(world.shop.id).selectFrom("Wait").selectAll().orderBy("customerId").execute();
  const store = (customerId: string, type: string, at: number, properties: object = {}) => world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Event").values({
    shopId: world.shop.id, id: `event-${at}-${type}`, visitorId: null, customerId, type, at, receivedAt: at, source: "storefront", properties: JSON.stringify(properties) }).execute());

  it("R31 goes on at once when it happens, and by the other branch when the time is up", async () => {
    await enter(waiting(activity("order_placed")), "ola", "ewa");
    expect((await rows()).map(({ customerId, kind, since }) => [customerId, kind, since])).toEqual([["ewa", "activity", T0 + HOUR], ["ola", "activity", T0 + HOUR]]);
    await world.advance(HOUR);
    await world.does("ola", "order_placed", { orderId: "1" });
    await world.settle();
    expect(await branches()).toEqual({ ola: "happened" });
    expect((await rows()).map(({ customerId }) => customerId)).toEqual(["ewa"]);
    await world.advance(2 * DAY);
    expect(await branches()).toEqual({ ola: "happened", ewa: "time-up" });
    expect(await rows()).toEqual([]);
    const visits = await world.visits();
    expect(visits.filter(({ stepId }) => stepId === "wait").map(({ leftAt }) => leftAt).sort()).toEqual([T0 + 2 * HOUR, T0 + HOUR + 2 * DAY]);
  });

  it("R8 R31 whoever leaves by what the same turn changed waits for nothing", async () => {
    const definition = waiting(activity("order_placed"));
    await enter({ ...definition, settings: { ...definition.settings, exits: { ...definition.settings.exits, onTag: ["marked"] } }, firstStepId: "mark", steps: [tagNode("add-tag", "mark", "wait", "marked"), ...definition.steps] }, "ola");
    expect(await world.runs()).toMatchObject([{ status: "removed", reason: "tag-added" }]);
    expect(await rows()).toEqual([]);
  });

  it("R31 a page counts only where it is the one meant", async () => {
    await enter(waiting(activity("page_viewed", { match: "starts-with", path: "/pages/vip" })), "ola");
    await world.does("ola", "page_viewed", { page: { path: "/pages/other", query: "" } });
    await world.settle();
    expect(await branches()).toEqual({});
    await world.does("ola", "page_viewed", { page: { path: "/pages/vip-club", query: "" } });
    await world.settle();
    expect(await branches()).toEqual({ ola: "happened" });
  });

  it("R31 what happened before somebody came to the step does not count, however late it is told; nor does the fact that let in", async () => {
    await enter(waiting(activity("cart_viewed")), "ola");
    const [run] = await world.runs();
    await world.take([{ key: run?.factKey ?? "", subjectId: "ola", type: "cart_viewed", at: world.clock.now() }, { key: "late", subjectId: "ola", type: "cart_viewed", at: world.clock.now() - 1 }]);
    await world.settle();
    expect(await branches()).toEqual({});
    await world.does("ola", "cart_viewed", cart);
    await world.settle();
    expect(await branches()).toEqual({ ola: "happened" });
  });

  it("R31 what happens between coming to the step and the row being written is not lost", async () => {
    ({ id: scenarioId } = await world.activate(waiting(activity("product_viewed"))));
    await world.addCustomer("ola");
    await world.does("ola", "cart_viewed", cart);
    await world.advance(HOUR - 1);
    // The event is stored at the very instant at which the run comes to the step, and no row is there to be found by it.
    await store("ola", "product_viewed", T0 + HOUR);
    await world.advance(1);
    expect(await branches()).toEqual({ ola: "happened" });
  });

  it("R31 an event that comes while a turn is under way takes the turn's lease away", async () => {
    await enter(waiting(activity("product_viewed")), "ola");
    world.clock.set(world.clock.now() + 2 * DAY, true);
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Run").set({ leaseOwner: "other", leaseUntil: world.clock.real() + 60_000 }).execute());
    await world.take([{ key: "late", subjectId: "ola", type: "product_viewed", at: world.clock.now() - HOUR }]);
    expect((await world.runs())[0]).toMatchObject({ leaseOwner: null });
    await world.settle();
    expect(await branches()).toEqual({ ola: "happened" });
  });

  it("R31 a doubled event, and one that comes after the run went on, change nothing", async () => {
    await enter(waiting(activity("product_viewed")), "ola");
    const fact = { key: "v", subjectId: "ola", type: "product_viewed" as const, at: world.clock.now() };
    await world.take([fact, fact]);
    await world.settle();
    await world.take([fact]);
    await world.settle();
    expect((await world.visits()).map(({ stepId }) => stepId)).toEqual(["wait", "yes"]);
  });

  it("R31 R9 what happens while the scenario is stopped counts when it goes on; the time limit rests", async () => {
    await enter(waiting(activity("product_viewed")), "ola", "ewa");
    await stopScenario(world.context, world.shop.id, scenarioId, "hold");
    await world.advance(10 * DAY);
    await world.does("ola", "product_viewed");
    await world.settle();
    expect(await branches()).toEqual({});
    await activateScenario(world.context, world.shop.id, scenarioId);
    await world.settle();
    expect(await branches()).toEqual({ ola: "happened" });
    await world.advance(2 * DAY - 1);
    expect(await branches()).toEqual({ ola: "happened" });
    await world.advance(1);
    expect(await branches()).toEqual({ ola: "happened", ewa: "time-up" });
  });

  it("R31 R9 where the clocks run on, what happens after the time was up comes too late", async () => {
    await enter(waiting(activity("product_viewed")), "ola", "ewa");
    await stopScenario(world.context, world.shop.id, scenarioId, "run-on");
    await world.advance(DAY);
    await world.does("ola", "product_viewed");
    await world.advance(3 * DAY);
    await world.does("ewa", "product_viewed");
    await activateScenario(world.context, world.shop.id, scenarioId);
    await world.settle();
    expect(await branches()).toEqual({ ola: "happened", ewa: "time-up" });
  });

  it("R31 R9 who goes on at once because it happened while held is counted as overdue", async () => {
    await enter(waiting(activity("product_viewed")), "ola", "ewa");
    await stopScenario(world.context, world.shop.id, scenarioId, "hold");
    await world.does("ola", "product_viewed");
    expect(await activateScenario(world.context, world.shop.id, scenarioId, { do: "ask" })).toMatchObject({ ok: false, key: "overdue", values: { count: "1" } });
  });

  it("R31 R38 another thing to wait for, or another limit, holds for those who stand there: what they did since they came counts", async () => {
    await enter(waiting(activity("order_placed")), "ola", "ewa");
    await world.advance(HOUR);
    await store("ola", "product_viewed", world.clock.now());
    await world.advance(HOUR);
    expect(await saveScenario(world.context, world.shop.id, { scenarioId, name: "Wait", definition: waiting(activity("product_viewed"), { amount: 5, unit: "hours" }), revision: 1 })).toMatchObject({ ok: true });
    await world.settle();
    expect(await branches()).toEqual({ ola: "happened" });
    await world.advance(3 * HOUR);
    expect(await branches()).toEqual({ ola: "happened", ewa: "time-up" });
  });

  it("R31 R39 R40 a deleted step takes its waits with it, removed or moved", async () => {
    await enter(waiting(activity("order_placed")), "ola");
    const without = { ...waiting(activity("order_placed")), firstStepId: "yes" };
    await saveScenario(world.context, world.shop.id, { scenarioId, name: "Wait", definition: { ...without, steps: without.steps.slice(1) }, revision: 1, moves: new Map([["wait", "rest"]]) });
    await world.settle();
    expect(await rows()).toEqual([]);
    expect((await world.runs()).map(({ stepId }) => stepId)).toEqual(["rest"]);
  });

  it("R31 an exit, a replacement and the end of a held run take their waits with them", async () => {
    const definition = waiting(activity("order_placed"));
    await enter({ ...definition, settings: { reentry: { ...definition.settings.reentry, whileInside: "restart" }, exits: { onOrder: false, onPage: [{ match: "exact", path: "/bye" }] } } }, "ola", "ewa");
    await world.does("ola", "page_viewed", { page: { path: "/bye", query: "" } });
    await world.does("ewa", "cart_viewed", cart);
    await world.advance(HOUR);
    expect((await rows()).map(({ customerId }) => customerId)).toEqual(["ewa"]);
    const runs = await world.runs();
    expect((await rows())[0]?.runId).toBe(runs.find(({ status }) => status === "active")?.id);
    await world.db.write((tx) => holdRuns(tx, world.shop.id, scenarioId, world.clock.now()));
    await stopScenario(world.context, world.shop.id, scenarioId, "remove");
    expect(await rows()).toEqual([]);
  });

  it("R31 waits until a tag is there, whoever adds it, also the same turn's another scenario", async () => {
    await enter(waiting({ what: "tag", tag: "Club" }), "ola", "ewa");
    await world.db.write((tx) => changeTags(tx, world.deps(), world.shop.id, [{ customerId: "ola", tag: "club", does: "add" }, { customerId: "ewa", tag: "other", does: "add" }]));
    await world.settle();
    expect(await branches()).toEqual({ ola: "happened" });
    const series = cartSeries();
    await world.activate({ ...series, settings: { ...series.settings, exits: { onOrder: false, onPage: [] } }, firstStepId: "mark", steps: [tagNode("add-tag", "mark", null, "CLUB")] });
    await world.does("ewa", "cart_viewed", { cart: { token: "c2", empty: false } });
    await world.advance(HOUR);
    expect((await branches())["ewa"]).toBe("happened");
  });

  it("R31 a tag added in the turn in which the run comes to the step is not lost", async () => {
    await world.addCustomer("ola");
    ({ id: scenarioId } = await world.activate(waiting({ what: "tag", tag: "club" })));
    const series = cartSeries();
    await world.activate({ ...series, firstStepId: "mark", steps: [tagNode("add-tag", "mark", null, "club")] });
    await world.does("ola", "cart_viewed", cart);
    await world.advance(HOUR);
    expect((await branches())["ola"]).toBe("happened");
  });

  it("R31 waits until a consent is granted or the customer fits; other changes wake nobody", async () => {
    await enter(waiting({ what: "customer", segment: { match: "any", groups: [{ match: "all", conditions: [{ fact: "consent", operator: "not-granted", consent: "newsletter" }] }, { match: "all", conditions: [{ fact: "orders-count", operator: "at-least", count: 2 }] }] } }));
    for (const id of ["ola", "ewa"]) await world.addCustomer(id);
    await addConsents(world.db, world.shop.id, ["ola", "ewa"]);
    for (const id of ["ola", "ewa"]) await world.does(id, "cart_viewed", cart);
    await world.advance(HOUR);
    await world.db.write((tx) => changeTags(tx, world.deps(), world.shop.id, [{ customerId: "ola", tag: "x", does: "add" }]));
    expect((await world.runs()).every(({ dueAt }) => dueAt === T0 + 2 * HOUR + 2 * DAY)).toBe(true);
    await world.db.write((tx) => recordConsents(tx, world.deps(), world.shop.id, "c-news", [{ customerId: "ola", state: "withdrawn", at: world.clock.now(), source: "hand", text: null, evidence: null }]));
    await world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).updateTable("Customer").set({ ordersCount: 2 }).where("id", "=", "ewa").execute();
      await customersChanged(tx, world.deps(), world.shop.id, [{ customerId: "ewa", need: "totals", at: world.clock.now() }]);
    });
    await world.settle();
    expect(await branches()).toEqual({ ola: "happened", ewa: "happened" });
  });

  it("R31 R32 waits until a message of the run is clicked by a person, and not by a scanner", async () => {
    clicked = true;
    const definition = waiting({ what: "message", stepId: "mail", was: "clicked", link: { by: "contains", text: "/sale" } });
    await enter({ ...definition, firstStepId: "mail", steps: [emailNode("mail", "wait"), ...definition.steps] }, "ola", "ewa");
    await world.hand();
    const messages = await world.messages();
    const own = (tx: Parameters<Parameters<typeof world.db.write>[0]>[0]) => tx.forShop(world.shop.id);
    const click = (customerId: string, linkIndex: number, why: string | null) => world.db.write(async (tx) => {
      const message = messages.find((each) => each.customerId === customerId);
      const id = `click-${customerId}-${linkIndex}`;
      await own(tx).insertInto("Interaction").values({ shopId: world.shop.id, id, messageId: message?.id ?? "", customerId, scenarioId, kind: "click", at: world.clock.now(), linkIndex, client: customerId + linkIndex, judged: "pending", why, judgeAt: world.clock.now() }).execute();
      await settleInteractions(tx, world.deps(), world.shop, [message?.id ?? ""], true);
    });
    const links = JSON.stringify(["/unsubscribe", "/trap", "/help", "/sale", "/a", "/b", "/c"].map((path) => ({ url: `https://shop.example${path}`, role: "content" })));
    await world.db.write((tx) => own(tx).insertInto("MessageContent").values(messages.map(({ id }) => ({ shopId: world.shop.id, messageId: id, payload: "{}", links }))).execute());
    await click("ola", 2, "confirmed");
    await click("ewa", 3, "known-agent");
    await world.settle();
    expect(await branches()).toEqual({});
    await world.advance(MINUTE);
    await click("ola", 3, "confirmed");
    await world.settle();
    expect(await branches()).toEqual({ ola: "happened" });
  });
});
