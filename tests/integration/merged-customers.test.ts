import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { orderPayload } from "~/adapters/shopify/webhooks/order-payloads";
import { HOUR, MINUTE } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { applyCustomerMerge } from "~/services/shopify/apply-customer-merge.server";
import { applyOrderCreated } from "~/services/shopify/apply-order.server";
import { redactCustomer } from "~/services/customers/redact-customer.server";
import { meetVisitors, visitorKey } from "~/services/customers/known-visitors.server";
import { identifyVisitor } from "~/services/customers/identify-visitor.server";
import { cartSeries, delayNode, expectCountsAgree, openEngineWorld, type EngineWorld } from "../factories/engine-world";
import { addTraits } from "../factories/traits";

const waitFor = (until: unknown): ScenarioDefinition => ({
  ...cartSeries(), firstStepId: "wait",
  steps: [{ id: "wait", type: "wait-until", version: 1, config: { until, limit: { amount: 2, unit: "days" } }, next: { happened: "rest", "time-up": null } }, delayNode("rest", null, { mode: "for", amount: 20, unit: "days" })],
});

describe("customers who turn out to be one", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    await world.addCustomer("kept", world.shop.id, { shopifyId: "80" });
    await world.addCustomer("gone", world.shop.id, { shopifyId: "81" });
  });
  afterEach(async () => {
    await expectCountsAgree(world.db, world.shop.id);
    await world.close();
  });
  const deps = () => ({ ...world.deps(), triggeredAt: world.clock.now() });
  const merge = (kept = "80", gone = "81") => world.db.write((tx) => applyCustomerMerge(tx, deps(), world.shop, { status: "completed", admin_graphql_api_customer_kept_id: kept, admin_graphql_api_customer_deleted_id: gone }));
  const enter = async (definition: ScenarioDefinition, id: string) => {
    await world.activate(definition);
    await world.does(id, "cart_viewed", { cart: { token: "c1", empty: false } });
    await world.advance(HOUR);
  };
  const order = (customer: string) => orderPayload.parse({
    admin_graphql_api_id: "gid://shopify/Order/5", name: "#5", created_at: new Date(world.clock.now()).toISOString(), updated_at: new Date(world.clock.now()).toISOString(),
    total_price_set: { shop_money: { amount: "10.00", currency_code: "EUR" } }, customer: { admin_graphql_api_id: `gid://shopify/Customer/${customer}`, updated_at: new Date(world.clock.now()).toISOString() }, line_items: [],
  });
  const event = (id: string, type: string, whose: { customerId: string | null; visitorId: string | null }, properties: object) => world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Event").values({
    shopId: world.shop.id, id, ...whose, type, at: world.clock.now(), receivedAt: world.clock.now(), source: "storefront", properties: JSON.stringify(properties) }).execute());
  const becomes = (customerId: string) => world.db.write(async (tx) => {
    const known = (await meetVisitors(tx, [{ shopId: world.shop.id, id: "v" }], world.clock.now())).get(visitorKey(world.shop.id, "v"));
    if (known) await identifyVisitor(tx, world.deps(), world.shop, known, { checkout: customerId });
  });
  const standing = async () => (await world.runs()).map(({ customerId, status, stepId, reason }) => [customerId, status, stepId, reason]);

  it("R45 an order of the removed one that is told after the merge is the kept one's, who leaves by it", async () => {
    await world.addCustomer("third", world.shop.id, { shopifyId: "79" });
    await enter({ ...cartSeries(), firstStepId: "rest", steps: [delayNode("rest", null)] }, "kept");
    await merge("81", "79");
    await merge();
    for (const told of ["81", "79"]) {
      await world.db.write((tx) => applyOrderCreated(tx, deps(), world.shop, { ...order(told), admin_graphql_api_id: `5${told}` }));
    }
    expect(await world.db.forShop(world.shop.id).selectFrom("ShopOrder").select("customerId").execute()).toEqual([{ customerId: "kept" }, { customerId: "kept" }]);
    expect(await standing()).toEqual([["kept", "removed", "rest", "order-placed"]]);
    expect(await world.db.forShop(world.shop.id).selectFrom("Customer").select(["id", "email", "lastOrderAt"]).where("deletedAt", "is not", null).orderBy("id").execute())
      .toEqual([{ id: "gone", email: null, lastOrderAt: null }, { id: "third", email: null, lastOrderAt: null }]);
  });

  it("R44 R45 a merge told before the removed one is known, or before that of the kept one, leaves the way to the kept one", async () => {
    await merge("80", "90");
    await merge("91", "81");
    await merge("80", "91");
    const pointers = await world.db.forShop(world.shop.id).selectFrom("Customer").select(["shopifyId", "mergedIntoId"]).where("mergedIntoId", "is not", null).orderBy("shopifyId").execute();
    expect(pointers).toEqual(["81", "90", "91"].map((shopifyId) => ({ shopifyId, mergedIntoId: "kept" })));
    await merge("81", "80");
    expect(await world.db.forShop(world.shop.id).selectFrom("Customer").select("deletedAt").where("id", "=", "kept").execute()).toEqual([{ deletedAt: null }]);
    await world.db.write((tx) => applyOrderCreated(tx, deps(), world.shop, order("90")));
    expect(await world.db.forShop(world.shop.id).selectFrom("ShopOrder").select("customerId").execute()).toEqual([{ customerId: "kept" }]);
  });

  it("R15 R44 a clock that passes over hears of what the customer did elsewhere: an order ends it", async () => {
    await world.activate(cartSeries());
    await event("opened", "cart_viewed", { visitorId: "v", customerId: null }, { cart: { token: "c1", lines: [{}] } });
    await world.does("v", "cart_viewed", { key: "opened", cart: { token: "c1", empty: false } });
    await world.advance(MINUTE);
    await event("ordered", "order_placed", { visitorId: null, customerId: "kept" }, { orderId: "7" });
    await world.does("kept", "order_placed", { key: "order:7", orderId: "7" });
    await world.advance(MINUTE);
    await becomes("kept");
    expect(await world.clocks()).toEqual([]);
    await world.advance(2 * HOUR);
    expect(await world.runs()).toEqual([]);
  });

  it("R8 R44 what was done in a browser nobody knew ends the runs that began before it", async () => {
    await enter({ ...cartSeries({ onPage: [{ match: "exact", path: "/thanks" }] }), firstStepId: "rest", steps: [delayNode("rest", null)] }, "kept");
    await world.advance(MINUTE);
    await event("seen", "page_viewed", { visitorId: "v", customerId: null }, { page: { path: "/thanks", query: "" } });
    await becomes("kept");
    expect(await standing()).toEqual([["kept", "removed", "rest", "page-visited"]]);
  });

  it("R44 nothing of another who used the same browser is removed with one who asks to be forgotten", async () => {
    await event("of-kept", "page_viewed", { visitorId: "v", customerId: "kept" }, {});
    await event("of-gone", "page_viewed", { visitorId: "v", customerId: "gone" }, {});
    await becomes("gone");
    await world.db.write((tx) => redactCustomer(tx, deps(), world.shop, { customer: { id: "81" }, orders_to_redact: [] }));
    expect(await world.db.forShop(world.shop.id).selectFrom("Event").select("id").execute()).toEqual([{ id: "of-kept" }]);
  });

  it("R24 R31 traits that come with the removed one end a wait of the kept one", async () => {
    await addTraits(world.db, world.shop.id);
    await enter(waitFor({ what: "customer", segment: { match: "all", groups: [{ match: "all", conditions: [{ fact: "trait", trait: "integer", operator: "greater", value: 5 }] }] } }), "kept");
    expect(await standing()).toEqual([["kept", "active", "wait", null]]);
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("CustomerTrait").values({ shopId: world.shop.id, customerId: "gone", traitId: "t-integer", text: null, number: 7, changedAt: world.clock.now(), source: "hand" }).execute());
    await merge();
    await world.settle();
    expect(await standing()).toEqual([["kept", "active", "rest", null]]);
  });

  it("R31 R44 what the removed one did, and what was done in a browser that a checkout tells whose it is, ends a wait", async () => {
    await enter(waitFor({ what: "activity", type: "product_viewed" }), "kept");
    const view = (id: string, whose: { customerId: string | null; visitorId: string | null }) => world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Event").values({
      shopId: world.shop.id, id, ...whose, type: "product_viewed", at: world.clock.now(), receivedAt: world.clock.now(), source: "storefront", properties: "{}" }).execute());
    await world.advance(MINUTE);
    await view("by-customer", { customerId: "gone", visitorId: null });
    await merge();
    await world.settle();
    expect(await standing()).toEqual([["kept", "active", "rest", null]]);

    await world.addCustomer("ola");
    await world.does("ola", "cart_viewed", { cart: { token: "c2", empty: false } });
    await world.advance(HOUR);
    await view("by-browser", { customerId: null, visitorId: "v" });
    await world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).insertInto("Visitor").values({ shopId: world.shop.id, id: "v", customerId: null, identifiedBy: null, identifiedAt: null, firstSeenAt: world.clock.now(), lastSeenAt: world.clock.now() }).execute();
      await identifyVisitor(tx, world.deps(), world.shop, { shopId: world.shop.id, id: "v", browserId: "v", identity: null }, { checkout: "ola" });
    });
    await world.settle();
    expect((await standing())[1]).toEqual(["ola", "active", "rest", null]);
  });
});
