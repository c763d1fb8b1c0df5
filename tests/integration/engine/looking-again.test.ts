import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { customerPayload } from "~/adapters/shopify/webhooks/customer-payloads";
import { refundPayload } from "~/adapters/shopify/webhooks/order-payloads";
import { DAY, HOUR } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { Activity } from "~/domain/scenario/entry-point-type";
import type { Condition, Segment } from "~/domain/segment/condition";
import { saveOutcomes } from "~/runtime/messages/save-outcomes.server";
import { identifyVisitor } from "~/services/customers/identify-visitor.server";
import { meetVisitors, visitorKey } from "~/services/customers/known-visitors.server";
import { settleInteractions } from "~/services/messages/settle-interactions.server";
import { applyCustomer } from "~/services/shopify/apply-customer.server";
import { applyCustomerMerge } from "~/services/shopify/apply-customer-merge.server";
import { applyRefund } from "~/services/shopify/apply-refund.server";
import { cartSeries, delayNode, emailNode, expectCountsAgree, openEngineWorld, T0, tagNode, type EngineWorld } from "../../factories/engine-world";

const ever = { is: "ever" } as const;
const those = (condition: Condition): Segment => ({ match: "all", groups: [{ match: "all", conditions: [condition] }] });
const viewed = (productId: string, operator: "at-least" | "equals" = "at-least"): Condition =>
  ({ fact: "event", type: "product_viewed", operator, count: operator === "equals" ? 0 : 1, period: ever, filters: [{ property: "product", operator: "is", value: productId }] });
const quizDone: Condition = { fact: "custom-event", event: "quiz_done", operator: "at-least", count: 1, period: ever, filters: [{ property: "score", operator: "at-least", value: 5 }] };

describe("what a condition asks about changes", () => {
  let world: EngineWorld;
  /** Opens, clicks and what is sent are not counted anew from the rows. */
  let uncounted: boolean;
  beforeEach(async () => {
    uncounted = false;
    world = await openEngineWorld();
    for (const id of ["ola", "ewa"]) await world.addCustomer(id, world.shop.id, { shopifyId: id === "ola" ? "80" : "81" });
  });
  afterEach(async () => {
    if (!uncounted) await expectCountsAgree(world.db, world.shop.id);
    await world.close();
  });

  async function enter({ whileIn, until, mail = false }: { whileIn?: Segment; until?: Segment; mail?: boolean }, more: Partial<ScenarioDefinition> = {}): Promise<string> {
    const series = cartSeries();
    const rest = delayNode("rest", null, { mode: "for", amount: 20, unit: "days" });
    const wait = { id: "wait", type: "wait-until", version: 1, config: { until: { what: "customer", segment: until }, limit: { amount: 2, unit: "days" } }, next: { happened: "yes", "time-up": "no" } };
    const steps = [...(mail ? [emailNode("mail", until ? "wait" : "rest")] : []), ...(until ? [wait, tagNode("add-tag", "yes", "rest", "yes"), tagNode("add-tag", "no", "rest", "no")] : []), rest];
    const { id } = await world.activate({ ...series, settings: { ...series.settings, exits: { onOrder: false, onPage: [], ...(whileIn ? { whileIn } : {}) } }, firstStepId: steps[0]?.id ?? null, steps, ...more });
    for (const who of ["ola", "ewa"]) await world.does(who, "cart_viewed", { cart: { token: `cart-${who}`, empty: false } });
    await world.advance(HOUR);
    return id;
  }
  const store = (id: string, whose: { customerId: string | null; visitorId: string | null }, type: string, name: string | null, properties: object) => world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Event").values({
    shopId: world.shop.id, id, ...whose, type, name, at: world.clock.now(), receivedAt: world.clock.now(), source: "storefront", properties: JSON.stringify(properties) }).execute());
  let events = 0;
  /** Stores what was done and tells of it, as ingestion does. */
  async function does(customerId: string, type: Activity["type"], properties: object = {}, more: Partial<Activity> = {}): Promise<void> {
    await store(`event-${(events += 1)}`, { customerId, visitorId: null }, type, more.event?.name ?? null, properties);
    await world.does(customerId, type, more);
  }
  /** The same of several by one beacon; `ago` in milliseconds. */
  async function together(...told: { by: string; type: Activity["type"]; productId?: string; ago?: number }[]): Promise<void> {
    const activities: Activity[] = [];
    for (const { by, type, productId, ago = 0 } of told) {
      const key = `event-${(events += 1)}`;
      await store(key, { customerId: by, visitorId: null }, type, null, productId === undefined ? {} : { productId });
      activities.push({ key, subjectId: by, type, at: world.clock.now() - ago, ...(productId === undefined ? {} : { productId }) });
    }
    await world.take(activities);
  }
  const quiz = (customerId: string, score: number) => does(customerId, "custom_event", { properties: { score } }, { event: { name: "quiz_done", properties: { score } } });
  const reasons = async () => Object.fromEntries((await world.runs()).map(({ customerId, reason }) => [customerId, reason]));
  const branches = async () => {
    await world.settle();
    const runs = new Map((await world.runs()).map(({ id, customerId }) => [id, customerId]));
    return Object.fromEntries((await world.visits()).filter(({ stepId }) => stepId === "wait").map(({ runId, branch }) => [runs.get(runId), branch]));
  };
  const dues = async () => (await world.runs()).map(({ dueAt }) => dueAt);

  it("R8 what is done in the shop lets go at once who fits no longer by it, and nobody else", async () => {
    await enter({ whileIn: those(viewed("501", "equals")) });
    await does("ola", "product_viewed", { productId: "502" });
    await does("ewa", "page_viewed", { page: { path: "/" } }, { page: { path: "/", query: "" } });
    expect(await reasons()).toEqual({ ola: null, ewa: null });
    await does("ola", "product_viewed", { productId: "501" });
    expect(await reasons()).toEqual({ ola: "segment-left", ewa: null });
  });

  it("R8 R20 also where the condition stands in a segment that is named", async () => {
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Segment").values({ shopId: world.shop.id, id: "quizzed", name: "quizzed", nameInUse: "quizzed", definition: JSON.stringify(those(quizDone)), createdAt: T0, updatedAt: T0, deletedAt: null }).execute());
    await enter({ whileIn: those({ fact: "segment", operator: "not-in", segmentId: "quizzed" }) });
    await quiz("ola", 4);
    await does("ewa", "product_viewed", { productId: "501" });
    expect(await reasons()).toEqual({ ola: null, ewa: null });
    await quiz("ola", 5);
    expect(await reasons()).toEqual({ ola: "segment-left", ewa: null });
  });

  it("R8 the fact that let the customer in is no reason to go; the next of its kind is", async () => {
    const whileIn = those({ fact: "event", type: "product_added_to_cart", operator: "equals", count: 0, period: ever, filters: [] });
    const reentry = { ...cartSeries().settings.reentry, whileInside: "ignore" as const };
    await enter({}, { settings: { reentry, exits: { onOrder: false, onPage: [], whileIn } }, entryPoints: [{ id: "added", type: "added-to-cart", version: 1, config: { of: "any" } }] });
    await does("ola", "product_added_to_cart", { productId: "9" }, { productId: "9" });
    expect(await reasons()).toEqual({ ola: null });
    await does("ola", "product_added_to_cart", { productId: "9" }, { productId: "9" });
    expect(await reasons()).toEqual({ ola: "segment-left" });
  });

  const ofAddition = (whileIn: Segment): Partial<ScenarioDefinition> => ({
    settings: { reentry: { ...cartSeries().settings.reentry, whileInside: "ignore" }, exits: { onOrder: false, onPage: [], whileIn } }, entryPoints: [{ id: "added", type: "added-to-cart", version: 1, config: { of: "any" } }] });

  it("R8 only of whom something changed that the segment asks for is it asked, whatever others did by the same beacon", async () => {
    const recently = { ...viewed("501"), period: { is: "in-last", days: 7 } } as Condition;
    await does("ewa", "product_viewed", { productId: "501" }, { productId: "501" });
    await enter({ whileIn: those(recently) });
    await world.advance(8 * DAY);
    await together({ by: "ola", type: "product_viewed", productId: "501" }, { by: "ewa", type: "page_viewed" });
    expect(await reasons()).toEqual({ ola: null, ewa: null });
    await does("ewa", "product_viewed", { productId: "502" });
    expect(await reasons()).toEqual({ ola: null, ewa: "segment-left" });
  });

  it("R8 the cart that changed by the addition that let the customer in is no reason to go where the segment does not ask for it", async () => {
    await enter({}, ofAddition(those({ fact: "event", type: "product_added_to_cart", operator: "equals", count: 0, period: ever, filters: [] })));
    await together({ by: "ola", type: "product_added_to_cart", productId: "9" }, { by: "ola", type: "cart_updated" });
    expect(await reasons()).toEqual({ ola: null });
    await does("ola", "cart_updated");
    expect(await reasons()).toEqual({ ola: null });
  });

  it("R8 what is told with the fact that let the customer in counts in the order in which it happened: what came before is no reason to go, what came after is", async () => {
    await enter({}, ofAddition(those(viewed("501", "equals"))));
    await together({ by: "ola", type: "product_viewed", productId: "501", ago: 1 }, { by: "ola", type: "product_added_to_cart", productId: "9" });
    await together({ by: "ewa", type: "product_added_to_cart", productId: "9", ago: 1 }, { by: "ewa", type: "product_viewed", productId: "501" });
    expect(await reasons()).toEqual({ ola: null, ewa: "segment-left" });
  });

  it("R31 what is done in the shop ends a wait for the customer to be so, at once; what the condition does not ask for wakes nobody", async () => {
    await enter({ until: those(quizDone) });
    const before = await dues();
    await does("ola", "product_viewed", { productId: "501" });
    await does("ewa", "custom_event", { properties: {} }, { event: { name: "other", properties: {} } });
    expect(await dues()).toEqual(before);
    await quiz("ola", 4);
    expect(await branches()).toEqual({});
    await quiz("ola", 6);
    expect(await branches()).toEqual({ ola: "happened" });
    await world.advance(2 * DAY);
    expect(await branches()).toEqual({ ola: "happened", ewa: "time-up" });
  });

  it("R44 R31 R8 what a visitor did counts at once for the customer it turns out to be", async () => {
    await enter({ until: those(viewed("501")), whileIn: those(viewed("666", "equals")) });
    const browser = async (id: string, customerId: string, productId: string) => {
      await store(id, { customerId: null, visitorId: id }, "product_viewed", null, { productId });
      await world.db.write(async (tx) => {
        const visitor = (await meetVisitors(tx, [{ shopId: world.shop.id, id }], world.clock.now())).get(visitorKey(world.shop.id, id));
        if (!visitor) throw new Error("the visitor was not met");
        await tx.forShop(world.shop.id).updateTable("Event").set({ visitorId: visitor.id }).where("id", "=", id).execute();
        await identifyVisitor(tx, world.deps(), world.shop, visitor, { checkout: customerId });
      });
    };
    await browser("v1", "ola", "501");
    await browser("v2", "ewa", "666");
    expect(await branches()).toEqual({ ola: "happened", ewa: null });
    expect(await reasons()).toEqual({ ola: null, ewa: "segment-left" });
  });

  it("R44 R8 of a visitor's own history counts what came after that which let the customer in", async () => {
    await enter({}, ofAddition(those({ fact: "event", type: "product_added_to_cart", operator: "equals", count: 0, period: ever, filters: [{ property: "product", operator: "is", value: "9" }] })));
    const became = async (customerId: string, ...productIds: string[]) => {
      for (const [index, productId] of productIds.entries()) await store(`${customerId}-${index}`, { customerId: null, visitorId: customerId }, "product_added_to_cart", null, { productId });
      await world.db.write(async (tx) => {
        const visitor = (await meetVisitors(tx, [{ shopId: world.shop.id, id: customerId }], world.clock.now())).get(visitorKey(world.shop.id, customerId));
        if (!visitor) throw new Error("the visitor was not met");
        await tx.forShop(world.shop.id).updateTable("Event").set({ visitorId: visitor.id }).where("visitorId", "=", customerId).execute();
        await identifyVisitor(tx, world.deps(), world.shop, visitor, { checkout: customerId });
      });
    };
    await became("ola", "9");
    await became("ewa", "8", "9");
    expect(await reasons()).toEqual({ ola: null, ewa: "segment-left" });
  });

  it("R8 R31 R32 a message that a person opened or clicked counts at once, a scanner's look does not", async () => {
    uncounted = true;
    const scenarioId = await enter({ mail: true, until: those({ fact: "message", operator: "was", was: "clicked", channel: "email", period: ever, scenarioId: null }) });
    await world.hand();
    const messages = await world.messages();
    const click = (customerId: string, why: string) => world.db.write(async (tx) => {
      const messageId = messages.find((each) => each.customerId === customerId)?.id ?? "";
      await tx.forShop(world.shop.id).insertInto("Interaction").values({ shopId: world.shop.id, id: `${customerId}-${why}`, messageId, customerId, scenarioId, kind: "click", at: world.clock.now(), linkIndex: 0, client: why, judged: "pending", why, judgeAt: world.clock.now() }).execute();
      await settleInteractions(tx, world.deps(), world.shop, [messageId], true);
    });
    await click("ola", "known-agent");
    expect(await branches()).toEqual({});
    await click("ewa", "confirmed");
    expect(await branches()).toEqual({ ewa: "happened" });
  });

  it("R8 a message that was sent counts once it is handed over", async () => {
    uncounted = true;
    await enter({ mail: true, whileIn: those({ fact: "message", operator: "was-not", was: "sent", channel: "any", period: { is: "in-last", days: 7 }, scenarioId: null }) });
    const [first] = await world.messages();
    if (!first) throw new Error("nothing was asked for");
    await world.db.write((tx) => saveOutcomes(tx, world.deps(), world.shop, "email", world.clock.now(), [{ message: first, status: "handed-over", reason: null, detail: null }]));
    expect(await reasons()).toEqual({ ola: null, ewa: null, [first.customerId]: "segment-left" });
  });

  it("R45 R8 R31 a profile that Shopify tells counts at once, where it is another", async () => {
    await enter({ until: those({ fact: "city", operator: "is", city: "Brno" }), whileIn: those({ fact: "country", operator: "is-not", countries: ["DE"] }) });
    const before = await dues();
    const told = (id: string, address: object | null, minutes: number) => world.db.write((tx) => applyCustomer(tx, { ...world.deps(), triggeredAt: world.clock.now() }, world.shop, customerPayload.parse({
      admin_graphql_api_id: `gid://shopify/Customer/${id}`, email: `${id === "80" ? "ola" : "ewa"}@example.com`, first_name: "A", last_name: "B", created_at: new Date(T0).toISOString(), updated_at: new Date(world.clock.now() + minutes).toISOString(), default_address: address,
    })));
    await told("80", null, 0);
    expect(await dues()).toEqual(before);
    await told("80", { country_code: "CZ", city: "Brno" }, 1);
    await told("81", { country_code: "DE", city: "Ulm" }, 1);
    expect(await branches()).toEqual({ ola: "happened", ewa: null });
    expect(await reasons()).toEqual({ ola: null, ewa: "segment-left" });
  });

  it("R45 R8 a refund counts at once", async () => {
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("ShopOrder").values(["ola", "ewa"].map((customerId) => ({
      shopId: world.shop.id, id: customerId, name: "#1", customerId, email: null, totalMinor: 5_000, refundedMinor: 0, currency: "EUR", cartToken: null, checkoutToken: null, placedAt: T0, cancelledAt: null, updatedAt: T0, source: "live" }))).execute());
    await enter({ whileIn: those({ fact: "orders-sum", operator: "at-least", amountMinor: 3_000, period: ever }) });
    const refund = refundPayload.parse({ admin_graphql_api_id: "gid://shopify/Refund/1", order_id: "1", created_at: new Date(T0).toISOString(), processed_at: new Date(T0).toISOString(), transactions: [{ kind: "refund", status: "success", amount: "25.00", currency: "EUR" }] });
    await world.db.write((tx) => applyRefund(tx, { ...world.deps(), triggeredAt: world.clock.now() }, world.shop, { ...refund, order_id: "ola" }));
    expect(await reasons()).toEqual({ ola: "segment-left", ewa: null });
  });

  it("R44 R45 what the removed one of two merged customers did counts for the kept one", async () => {
    await world.addCustomer("third", world.shop.id, { shopifyId: "82" });
    await enter({ until: those(viewed("501")), whileIn: those({ fact: "orders", operator: "equals", count: 0, period: ever }) });
    const merge = (kept: string, gone: string) => world.db.write((tx) => applyCustomerMerge(tx, { ...world.deps(), triggeredAt: world.clock.now() }, world.shop, { status: "completed", admin_graphql_api_customer_kept_id: kept, admin_graphql_api_customer_deleted_id: gone }));
    await store("seen", { customerId: "third", visitorId: null }, "product_viewed", null, { productId: "501" });
    await merge("80", "82");
    expect(await branches()).toEqual({ ola: "happened" });
    await world.addCustomer("fourth", world.shop.id, { shopifyId: "83" });
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("ShopOrder").values({ shopId: world.shop.id, id: "o", name: "#1", customerId: "fourth", email: null, totalMinor: 5_000, refundedMinor: 0, currency: "EUR", cartToken: null, checkoutToken: null, placedAt: T0, cancelledAt: null, updatedAt: T0, source: "live" }).execute());
    await merge("81", "83");
    expect(await reasons()).toEqual({ ola: null, ewa: "segment-left" });
  });
});
