import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { DAY, MINUTE } from "~/domain/instant";
import { queueConsentWrite } from "~/services/shopify/queue-shopify-write.server";
import { seedState } from "../../dev-store/state/seed.ts";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

const NOW = Date.parse("2026-11-20T10:00:00Z");
let world: ShopifyWorld;
beforeEach(async () => {
  world = await openShopifyWorld(seedState(NOW), NOW);
});
afterEach(() => world.close());

const jobs = () => world.db.acrossShops.selectFrom("ImportJob").selectAll().orderBy("id").execute();
const count = async (table: "Customer" | "Product" | "Variant" | "ShopOrder" | "CustomerTag" | "CustomerConsent" | "OrderLine" | "Run" | "Event" | "Refund") =>
  Number((await world.db.acrossShops.selectFrom(table).select((row) => row.fn.countAll().as("n")).executeTakeFirstOrThrow()).n);

describe("installation", () => {
  it("R45 stores the shop, its three consents and three imports, once, even when asked twice at once", async () => {
    await Promise.all([world.install(), world.install()]);
    await world.install();
    expect(await world.shop()).toMatchObject({ name: "Juniper & Clay", currency: "EUR", timeZone: "Europe/Warsaw", proxyPath: "/apps/scenarios", installedAt: NOW, uninstalledAt: null });
    expect(await world.db.acrossShops.selectFrom("Consent").select(["key", "name", "channels", "shopify"]).orderBy("key").execute()).toEqual([
      { key: "newsletter", name: "Newsletter", channels: '["email"]', shopify: "email" }, { key: "push", name: "Web push", channels: '["push"]', shopify: null }, { key: "sms", name: "Text messages", channels: '["sms"]', shopify: "sms" },
    ]);
    expect((await jobs()).map(({ kind, status }) => [kind, status])).toEqual([["customers", "waiting"], ["products", "waiting"], ["orders", "waiting"]]);
  });

  it("R45 keeps the history of a shop that installs the app again, and imports it anew", async () => {
    await world.install();
    await world.exhaust(world.works.import);
    await world.apply("app/uninstalled", { id: 1 }, { at: NOW + MINUTE });
    expect((await world.shop()).uninstalledAt).toBe(NOW + MINUTE);
    world.clock.set(NOW + DAY, true);
    await world.install();
    expect(await world.shop()).toMatchObject({ id: 1, installedAt: NOW + DAY, uninstalledAt: null });
    expect((await jobs()).map(({ status }) => status)).toEqual(["done", "done", "done", "waiting", "waiting", "waiting"]);
    expect(await count("Customer")).toBe(world.store.state.customers.size);
    await world.apply("app/uninstalled", { id: 1 }, { at: NOW + MINUTE });
    expect((await world.shop()).uninstalledAt).toBeNull();
  });

  it("R43 tells the theme extension where the proxy is", async () => {
    await world.install();
    await world.exhaust(world.works.writes);
    expect(world.store.state.appMetafields.get("scenarios.config")).toBe('{"proxyPath":"/apps/scenarios"}');
  });
});

describe("the first import", () => {
  it("R45 brings customers with consents, tags and totals, products with variants, and 60 days of orders", async () => {
    await world.install();
    await world.exhaust(world.works.import);
    const { customers, products, orders } = world.store.state;
    const visible = [...orders.values()].filter((order) => order.createdAt >= NOW - 60 * DAY);
    expect((await jobs()).map(({ kind, status, done, total }) => ({ kind, status, done, total }))).toEqual([
      { kind: "customers", status: "done", done: customers.size, total: customers.size },
      { kind: "products", status: "done", done: products.size, total: products.size },
      { kind: "orders", status: "done", done: visible.length, total: visible.length },
    ]);
    expect(visible.length).toBeGreaterThan(50);
    expect(world.asked()).toBe(Math.ceil(customers.size / 190) + Math.ceil(products.size / 60) + Math.ceil(visible.length / 28) + visible.filter(({ lines }) => lines.length > 5).length);
    expect(await count("Customer")).toBe(customers.size);
    expect(await count("CustomerTag")).toBe([...customers.values()].reduce((sum, { tags }) => sum + tags.length, 0));
    expect(await count("CustomerConsent")).toBe([...customers.values()].reduce((sum, { email, emailConsent, phone, smsConsent }) => sum + Number(email !== null && emailConsent.state !== "NOT_SUBSCRIBED") + Number(phone !== null && smsConsent.state !== "NOT_SUBSCRIBED"), 0));
    expect(await count("Variant")).toBe([...products.values()].reduce((sum, { variants }) => sum + variants.length, 0));
    expect(await count("ShopOrder")).toBe(visible.length);
    expect(await count("OrderLine")).toBe(visible.reduce((sum, { lines }) => sum + lines.length, 0));

    const [sample] = [...customers.values()].filter(({ ordersCount, email, tags }) => ordersCount > 1 && email && tags.length > 0);
    if (!sample) throw new Error("the seed has nobody with orders and tags");
    const stored = await world.db.acrossShops.selectFrom("Customer").selectAll().where("shopifyId", "=", sample.id).executeTakeFirstOrThrow();
    expect(stored).toMatchObject({
      email: sample.email, firstName: sample.firstName, lastName: sample.lastName, city: sample.city, countryCode: sample.countryCode, locale: sample.locale,
      ordersCount: sample.ordersCount, totalSpentMinor: sample.totalSpentMinor, currency: "EUR",
    });
    const [order] = visible.filter(({ customerId }) => customerId !== null);
    if (!order) throw new Error("the seed has no order of a customer");
    const storedOrder = await world.db.acrossShops.selectFrom("ShopOrder").selectAll().where("id", "=", order.id).executeTakeFirstOrThrow();
    expect(storedOrder).toMatchObject({ totalMinor: order.totalMinor, placedAt: Math.floor(order.createdAt / 1000) * 1000, source: "import" });
    expect(storedOrder.customerId).toBe((await world.db.acrossShops.selectFrom("Customer").select("id").where("shopifyId", "=", order.customerId).executeTakeFirstOrThrow()).id);
  });

  it("R10 lets nobody into a scenario and makes no events", async () => {
    await world.install();
    await world.exhaust(world.works.import);
    expect([await count("Run"), await count("Event")]).toEqual([0, 0]);
  });

  it("R45 done twice changes nothing", async () => {
    await world.install();
    await world.exhaust(world.works.import);
    const everything = async () => Promise.all((["Customer", "CustomerTag", "CustomerConsent", "Product", "Variant", "ShopOrder", "OrderLine", "Refund"] as const).map((table) => world.db.acrossShops.selectFrom(table).selectAll().execute()));
    const before = await everything();
    await world.db.write((tx) => tx.acrossShops.updateTable("ImportJob").set({ status: "waiting", cursor: null, done: 0 }).execute());
    await world.exhaust(world.works.import);
    const withoutTouch = (tables: Awaited<ReturnType<typeof everything>>) => tables.map((rows) => rows.map((row) => JSON.stringify({ ...row, updatedAt: 0 })).sort());
    expect(withoutTouch(await everything())).toEqual(withoutTouch(before));
  });

  it("R45 goes on from its cursor after a crash in the middle of a page", async () => {
    await world.install();
    await world.works.import.runDue();
    const [after] = await jobs();
    expect(after).toMatchObject({ status: "running", done: 190 });
    const write = world.db.write.bind(world.db);
    let writes = 0;
    const crashing = Object.assign(Object.create(world.db) as typeof world.db, {
      write: <T>(work: Parameters<typeof write<T>>[0]) => write<T>(async (tx) => {
        const answer = await work(tx);
        if (++writes === 2) throw new Error("the process died before the commit");
        return answer;
      }),
    });
    const { importWork } = await import("~/runtime/shopify/import.server");
    await importWork({ ...world.context, db: crashing }, async () => world.api).runDue();
    expect((await jobs())[0]).toMatchObject({ status: "running", done: 190, cursor: after?.cursor, error: "the process died before the commit" });
    expect(await count("Customer")).toBe(190);
    await world.exhaust(world.works.import);
    expect((await jobs()).map(({ status }) => status)).toEqual(["done", "done", "done"]);
    expect(await count("Customer")).toBe(world.store.state.customers.size);
  });

  it("R45 rests when Shopify throttles, asks smaller pages when a query costs too much, and gives up on what cannot succeed", async () => {
    await world.install();
    world.faults.push(new AdminApiError("Throttled", { retryable: true, code: "THROTTLED", retryAfterMs: 90_000 }));
    await world.works.import.runDue();
    expect((await jobs())[0]).toMatchObject({ status: "running", attempts: 1, error: "Throttled", nextTryAt: NOW + 90_000 });
    expect(await world.works.import.runDue()).toBe(0);
    world.clock.set(NOW + 90_000, true);
    world.faults.push(new AdminApiError("Query cost is 1252", { retryable: false, code: "MAX_COST_EXCEEDED" }));
    await world.works.import.runDue();
    await world.works.import.runDue();
    expect((await jobs())[0]).toMatchObject({ status: "running", done: 95, attempts: 0, error: null });
    world.clock.set(NOW + 10 * MINUTE, true);
    world.faults.push(new AdminApiError("Access denied", { retryable: false, code: "ACCESS_DENIED" }));
    await world.works.import.runDue();
    expect((await jobs())[0]).toMatchObject({ status: "failed", error: "Access denied" });
    await world.exhaust(world.works.import);
    expect((await jobs()).map(({ status }) => status)).toEqual(["failed", "done", "done"]);
  });
});

describe("what changed here", () => {
  it("R45 reaches Shopify in its newest state, through failures, and its echo changes nothing", async () => {
    await world.install();
    await world.exhaust(world.works.import);
    await world.exhaust(world.works.writes);
    const [subscribed] = [...world.store.state.customers.values()].filter(({ email, emailConsent }) => email && emailConsent.state === "SUBSCRIBED");
    if (!subscribed) throw new Error("the seed has no subscriber");
    const customer = await world.db.acrossShops.selectFrom("Customer").select("id").where("shopifyId", "=", subscribed.id).executeTakeFirstOrThrow();
    const at = world.clock.now();
    await world.db.write(async (tx) => {
      await tx.acrossShops.updateTable("CustomerConsent").set({ state: "withdrawn", changedAt: at, source: "one-click", evidence: "{}" }).where("customerId", "=", customer.id).execute();
      await queueConsentWrite(tx, 1, "email", customer.id, "granted", at - 1);
      await queueConsentWrite(tx, 1, "email", customer.id, "withdrawn", at);
    });
    world.fired();
    world.faults.push(new AdminApiError("Shopify answered 503", { retryable: true, code: "HTTP_503" }));
    await world.exhaust(world.works.writes);
    expect(world.store.state.customers.get(subscribed.id)?.emailConsent.state).toBe("UNSUBSCRIBED");
    expect(await world.db.acrossShops.selectFrom("ShopifyWrite").select(["status", "attempts", "revision"]).where("kind", "=", "email-consent").executeTakeFirst()).toEqual({ status: "done", attempts: 1, revision: 2 });
    const echo = world.fired().filter(({ topic }) => topic === "customers_email_marketing_consent/update");
    expect(echo).toHaveLength(1);
    for (const { topic, payload } of echo) await world.apply(topic, payload);
    expect(await world.db.acrossShops.selectFrom("CustomerConsent").select(["state", "changedAt", "source"]).where("customerId", "=", customer.id).execute()).toEqual([{ state: "withdrawn", changedAt: at, source: "one-click" }]);
  });
});
