import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, type Instant } from "~/domain/instant";
import type { Metric } from "~/domain/statistics/metric";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { newId } from "~/adapters/db/new-id.server";
import { readCounts } from "~/queries/read-counters.server";
import { publishVersion } from "~/services/scenarios/publish-version.server";
import { smallShop, NOW } from "../../dev-store/graphql/small-shop.ts";
import { cartSeries } from "../factories/engine-world";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

/** A shopper of the small shop. */
const OLA = "12";
const VISITOR = "0198c0de-0000-7000-8000-000000000001";
let world: ShopifyWorld;
let ola: string;

beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
  await world.exhaust(world.works.import);
  world.clock.set(NOW, true);
  ola = (await world.db.acrossShops.selectFrom("Customer").select("id").where("shopifyId", "=", OLA).executeTakeFirstOrThrow()).id;
});
afterEach(() => world.close());

/** A message that was sent to Ola, of one version and step. */
async function sent(messageId: string, at: Instant): Promise<void> {
  await world.db.write((tx) => tx.acrossShops.insertInto("Message").values({
    shopId: 1, id: messageId, effectId: `${messageId}:1:0`, runId: `run-of-${messageId}`, scenarioId: "scenario", versionId: `version-of-${messageId}`, stepId: "mail", customerId: ola,
    channel: "email", status: "handed-over", reason: null, detail: null, toAddress: "c12@example.com", subject: "Your cart", batchId: null, providerId: null, attempts: 1, dueAt: null,
    queuedAt: at, handedOverAt: at, deliveredAt: null, openedAt: null, machineOpenedAt: null, clickedAt: null, machineClickedAt: null, bouncedAt: null, complainedAt: null,
    unsubscribedAt: null, failedAt: null, suppressedAt: null,
  }).execute());
}

let seen = 0;
async function observed(messageId: string, kind: "open" | "click", at: Instant, judged = "human"): Promise<void> {
  await world.db.write((tx) => tx.acrossShops.insertInto("Interaction").values({
    shopId: 1, id: `seen-${++seen}`, messageId, customerId: ola, scenarioId: "scenario", kind, at, linkIndex: kind === "click" ? 0 : null, client: "phone", judged, why: null, judgeAt: null,
  }).execute());
}

/** Webhooks of an order of two aprons, 98.00 EUR, as the shop fires them. */
function orders(lines = 2): { topic: string; payload: unknown }[] {
  world.fired();
  world.store.orders.create({ customerId: OLA, lines: [{ variantId: "31", quantity: lines }] });
  return world.fired();
}

const credited = () => world.db.acrossShops.selectFrom("Conversion").select(["messageId", "by", "amountMinor", "versionId", "day"]).execute();
const figures = async (): Promise<Partial<Record<Metric, number>>> => Object.fromEntries((await readCounts(world.db, 1, ["scenarioId"])).map(({ metric, value }) => [metric, value]));
const applyAll = async (webhooks: { topic: string; payload: unknown }[]) => {
  for (const { topic, payload } of webhooks) await world.apply(topic, payload);
};

describe("a discount code of an order", () => {
  it("R30 is used by it, once for five deliveries and for a cancellation that comes later", async () => {
    await world.db.write((tx) => insertRows(tx.acrossShops, "DiscountCode", [{ shopId: 1, id: "c", code: "Thanks-2A", codeKey: "THANKS-2A", status: "issued", kind: "percentage", percent: 10, customerId: ola, effectId: "r:1:0", createdAt: NOW, issuedAt: NOW }]));
    world.fired();
    const order = world.store.orders.create({ customerId: OLA, lines: [{ variantId: "31", quantity: 2 }], discountCodes: ["thanks-2a"], discountMinor: 980 });
    const webhooks = world.fired();
    for (let time = 0; time < 5; time += 1) await applyAll(webhooks);
    const codes = () => world.db.acrossShops.selectFrom("DiscountCode").select(["status", "usedAt", "usedOrderId"]).execute();
    expect(await codes()).toEqual([{ status: "used", usedAt: NOW, usedOrderId: order.id }]);
    world.store.orders.cancel(order.id);
    await applyAll(world.fired());
    expect(await codes()).toEqual([{ status: "used", usedAt: NOW, usedOrderId: order.id }]);
  });
});

describe("the credit of an order", () => {
  it("R2 goes to the last message she clicked, in the version that sent it, once for five deliveries", async () => {
    await sent("first", NOW - 3 * DAY);
    await sent("second", NOW - 2 * DAY);
    await observed("first", "click", NOW - DAY);
    await observed("second", "click", NOW - HOUR);
    await observed("first", "open", NOW - MINUTE);
    await observed("first", "click", NOW - MINUTE, "machine");
    const webhooks = orders();
    const created = webhooks.find(({ topic }) => topic === "orders/create");
    for (let time = 0; time < 5; time++) await world.apply("orders/create", created?.payload, { id: "one" });
    await world.apply("orders/create", created?.payload, { id: "another" });
    expect(await credited()).toEqual([{ messageId: "second", by: "click", amountMinor: 9800, versionId: "version-of-second", day: "2026-07-15" }]);
    expect(await figures()).toEqual({ orders: 1, revenue: 9800 });
  });

  it("R2 counts a click of the very second in which she ordered", async () => {
    world.clock.set(NOW + 700, true);
    await sent("mail", NOW - HOUR);
    await observed("mail", "click", NOW + 600);
    await applyAll(orders());
    expect(await credited()).toMatchObject([{ messageId: "mail", by: "click" }]);
  });

  it("R2 R32 judges any number of observations with the order", async () => {
    for (let message = 0; message < 110; message++) await sent(`mail${message}`, NOW - HOUR);
    await world.db.write((tx) => insertRows(tx.acrossShops, "Interaction", Array.from({ length: 12_000 }, (_, number) => ({
      shopId: 1, id: `scan-${number}`, messageId: `mail${number % 110}`, customerId: ola, scenarioId: "scenario", kind: "click", at: NOW - MINUTE, linkIndex: 0, client: "scanner", judged: "pending", why: "known-agent", judgeAt: NOW,
    }))));
    await applyAll(orders());
    expect(await world.receipts()).not.toContainEqual(expect.objectContaining({ status: "waiting" }));
    expect(await figures()).toMatchObject({ "machine-clicks": 12_000 });
  });

  it("R2 waits for no judgement: what she did a moment ago is judged with the order", async () => {
    await sent("mail", NOW - HOUR);
    await observed("mail", "click", NOW - MINUTE, "pending");
    await applyAll(orders());
    expect(await credited()).toMatchObject([{ messageId: "mail" }]);
  });

  it("R2 is taken back by refunds and cancellation, once each, and never below zero", async () => {
    await sent("mail", NOW - HOUR);
    await observed("mail", "open", NOW - MINUTE);
    await applyAll(orders());
    const [order] = [...world.store.state.orders.values()].slice(-1);
    if (!order) throw new Error("no order");
    world.clock.set(NOW + DAY, true);
    world.store.orders.refund(order.id, 3000);
    const refund = world.fired();
    await applyAll([...refund, ...refund]);
    expect(await figures()).toEqual({ orders: 1, revenue: 6800 });
    world.store.orders.refund(order.id, 6800);
    world.store.orders.cancel(order.id);
    const rest = world.fired();
    await applyAll([...rest, ...rest]);
    expect(await figures()).toEqual({ orders: 0, revenue: 0 });
    expect(await credited()).toMatchObject([{ amountMinor: 0, day: "2026-07-15" }]);
    expect(await world.db.acrossShops.selectFrom("ShopOrder").select(["totalMinor", "refundedMinor"]).where("id", "=", order.id).executeTakeFirst()).toEqual({ totalMinor: 9800, refundedMinor: 9800 });
  });

  it("R2 ends the same in any order in which order, refunds and cancellation arrive", async () => {
    await sent("mail", NOW - HOUR);
    await observed("mail", "click", NOW - MINUTE);
    const webhooks = orders();
    const [order] = [...world.store.state.orders.values()].slice(-1);
    if (!order) throw new Error("no order");
    world.store.orders.refund(order.id, 1000);
    world.store.orders.refund(order.id, 2000);
    const refunds = world.fired();
    const all = [...webhooks, ...refunds].filter(({ topic }) => ["orders/create", "refunds/create"].includes(topic));
    world.store.orders.cancel(order.id);
    const cancelled = [...all, ...world.fired().filter(({ topic }) => topic === "orders/cancelled")];
    for (const [changes, revenue, count] of [[all, 6800, 1], [cancelled, 0, 0]] as const) {
      await fc.assert(fc.asyncProperty(fc.shuffledSubarray([...changes.keys(), ...changes.keys()], { minLength: changes.length * 2 }), async (arrival) => {
        await world.db.write(async (tx) => {
          for (const table of ["OrderLine", "Refund", "Conversion", "CounterDelta", "WebhookReceipt", "Event"] as const) await tx.acrossShops.deleteFrom(table).execute();
          await tx.acrossShops.deleteFrom("ShopOrder").where("id", "=", order.id).execute();
        });
        world.clock.set(NOW, true);
        for (const index of arrival) await world.deliver(changes[index]?.topic ?? "", changes[index]?.payload);
        await world.exhaust(world.works.webhooks);
        expect(await figures()).toEqual({ orders: count, revenue });
        expect(await world.db.acrossShops.selectFrom("Event").select("type").execute()).toEqual([{ type: "order_placed" }]);
      }), { numRuns: 15 });
    }
  });

  it("R45 an order of long ago that is cancelled now earns nothing and lets nobody in", async () => {
    await sent("mail", NOW - 31 * DAY);
    await observed("mail", "click", NOW - 30 * DAY);
    const [old] = [...world.store.state.orders.values()].filter(({ customerId, createdAt }) => customerId && NOW - createdAt > DAY && NOW - createdAt < 60 * DAY);
    if (!old) throw new Error("no older order");
    world.fired();
    world.store.orders.cancel(old.id);
    await applyAll(world.fired());
    expect(await credited()).toEqual([]);
    expect(await world.db.acrossShops.selectFrom("ShopOrder").select(["source", "cancelledAt"]).where("id", "=", old.id).executeTakeFirst()).toEqual({ source: "import", cancelledAt: NOW });
  });

  it("R45 an order that the import met first becomes live by its webhook, once", async () => {
    await sent("mail", NOW - HOUR);
    await observed("mail", "click", NOW - MINUTE);
    const webhooks = orders();
    await world.db.write((tx) => tx.acrossShops.updateTable("ImportJob").set({ status: "waiting", operationName: null, operationId: null }).execute());
    await world.exhaust(world.works.import);
    expect(await credited()).toEqual([]);
    await applyAll([...webhooks, ...webhooks]);
    expect(await figures()).toEqual({ orders: 1, revenue: 9800 });
  });
});

describe("checkouts", () => {
  const addVisitor = () => world.db.write((tx) => tx.acrossShops.insertInto("Visitor").values({ shopId: 1, id: VISITOR, customerId: null, identifiedBy: null, identifiedAt: null, firstSeenAt: NOW, lastSeenAt: NOW }).execute());
  const checkout = (more: Record<string, unknown> = {}) => ({
    token: "check1", cart_token: "cart1", email: null, created_at: iso(NOW), updated_at: iso(NOW), completed_at: null, abandoned_checkout_url: "https://shop.example/recover", currency: "EUR", total_price: "49.00",
    note_attributes: [], customer: null, line_items: [{ product_id: 3, variant_id: 31, quantity: 1, line_price: "49.00" }], ...more,
  });
  const iso = (at: Instant) => new Date(at).toISOString();
  const carts = () => world.db.acrossShops.selectFrom("Cart").select(["token", "customerId", "visitorId", "checkoutStartedAt", "checkoutUrl", "totalMinor", "orderedAt"]).execute();
  const events = async () => (await world.db.acrossShops.selectFrom("Event").select("type").execute()).map(({ type }) => type);

  it("R43 of somebody who is no customer and accepted no tracking nothing is stored", async () => {
    await world.apply("checkouts/create", checkout({ email: "stranger@example.com" }));
    expect([await carts(), await events()]).toEqual([[], []]);
  });

  it("R15 R44 a checkout with an e-mail tells whose browser and cart it is, and starts once", async () => {
    await addVisitor();
    const hinted = { note_attributes: [{ name: "_scenarios_visitor", value: VISITOR }] };
    await world.apply("checkouts/create", checkout(hinted));
    expect(await carts()).toMatchObject([{ token: "cart1", customerId: null, visitorId: VISITOR, checkoutStartedAt: NOW, totalMinor: 4900 }]);
    await world.apply("checkouts/update", checkout({ ...hinted, email: "C12@example.com", updated_at: iso(NOW + MINUTE), total_price: "98.00" }));
    await world.apply("checkouts/create", checkout(hinted));
    expect(await carts()).toEqual([{ token: "cart1", customerId: ola, visitorId: VISITOR, checkoutStartedAt: NOW, checkoutUrl: "https://shop.example/recover", totalMinor: 9800, orderedAt: null }]);
    expect(await events()).toEqual(["checkout_started"]);
    expect(await world.db.acrossShops.selectFrom("Visitor").select(["customerId", "identifiedBy"]).execute()).toEqual([{ customerId: ola, identifiedBy: "checkout" }]);
  });

  it("R15 starts the idle clock of who abandons it; what is filled in later pushes it, emptying it ends it", async () => {
    await world.db.write(async (tx) => {
      const definition = { ...cartSeries(), entryPoints: [{ id: "checkout", type: "cart-abandonment", version: 1, config: { variant: "checkout-started", idleMinutes: 60 } }] };
      const versionId = await publishVersion(tx, 1, { scenarioId: "abandoned", definition, now: NOW, newId });
      await tx.acrossShops.insertInto("Scenario").values({ shopId: 1, id: "abandoned", name: "Abandoned", status: "active", definition: JSON.stringify(definition), revision: 1, versionId, createdAt: NOW, updatedAt: NOW }).execute();
    });
    const clocks = () => world.db.acrossShops.selectFrom("IdleClock").select(["subjectId", "dueAt"]).execute();
    const known = { email: "c12@example.com" };
    await world.apply("checkouts/create", checkout(known));
    expect(await clocks()).toEqual([{ subjectId: ola, dueAt: NOW + 60 * MINUTE }]);
    world.clock.set(NOW + 10 * MINUTE, true);
    await world.apply("checkouts/update", checkout({ ...known, updated_at: iso(NOW + 9 * MINUTE) }));
    await world.apply("checkouts/update", checkout({ ...known, updated_at: iso(NOW + 5 * MINUTE) }));
    // Shopify tells whole seconds.
    expect(await clocks()).toEqual([{ subjectId: ola, dueAt: NOW + 69 * MINUTE + 999 }]);
    await world.apply("checkouts/update", checkout({ ...known, updated_at: iso(NOW + 10 * MINUTE), line_items: [] }));
    expect(await clocks()).toEqual([]);
    expect(await events()).toEqual(["checkout_started"]);
  });

  it("R15 one that its order overtook starts nothing", async () => {
    world.store.orders.create({ customerId: OLA, lines: [{ variantId: "31", quantity: 1 }] });
    const created = world.fired().find(({ topic }) => topic === "orders/create");
    await world.apply("orders/create", { ...(created?.payload as object), cart_token: "cart1?key=abc" });
    await world.apply("checkouts/create", checkout({ email: "c12@example.com" }));
    expect(await events()).toEqual(["order_placed"]);
    expect(await carts()).toEqual([]);
  });

  it("R44 a guest's order closes the cart of her browser", async () => {
    await addVisitor();
    await world.apply("checkouts/create", checkout({ note_attributes: [{ name: "_scenarios_visitor", value: VISITOR }] }));
    world.store.orders.create({ customerId: OLA, lines: [{ variantId: "31", quantity: 1 }] });
    const created = world.fired().find(({ topic }) => topic === "orders/create");
    await world.apply("orders/create", { ...(created?.payload as object), cart_token: "cart1" });
    expect(await carts()).toMatchObject([{ customerId: ola, orderedAt: NOW }]);
    expect(await world.db.acrossShops.selectFrom("Event").select(["type", "customerId"]).orderBy("type").execute()).toEqual([{ type: "checkout_started", customerId: ola }, { type: "order_placed", customerId: ola }]);
  });
});
