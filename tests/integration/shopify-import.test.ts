import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { readBulkFile, type ReadBulkFile } from "~/adapters/shopify/bulk/read-bulk-file.server";
import { DAY, MINUTE } from "~/domain/instant";
import { importWork } from "~/runtime/shopify/import.server";
import { queueConsentWrite } from "~/services/shopify/queue-shopify-write.server";
import { seedState } from "../../dev-store/state/seed.ts";
import { importJobs, passThroughImport } from "../factories/pass-through-import";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

const NOW = Date.parse("2026-11-20T10:00:00Z");
let world: ShopifyWorld;
beforeEach(async () => {
  world = await openShopifyWorld(seedState(NOW), NOW);
});
afterEach(() => world.close());

const jobs = () => importJobs(world);
const count = async (table: "Customer" | "Product" | "Variant" | "ShopOrder" | "CustomerTag" | "CustomerConsent" | "OrderLine" | "Run" | "Event" | "Refund") =>
  Number((await world.db.acrossShops.selectFrom(table).select((row) => row.fn.countAll().as("n")).executeTakeFirstOrThrow()).n);

/** Leases are real time, which no test moves. */
const leasesRunOut = () => world.db.write((tx) => tx.acrossShops.updateTable("ImportJob").set({ leaseUntil: 0 }).where("leaseUntil", "is not", null).execute());

describe("installation", () => {
  it("R45 stores the shop, its three consents and four imports, once, even when asked twice at once", async () => {
    await Promise.all([world.install(), world.install()]);
    await world.install();
    expect(await world.shop()).toMatchObject({ name: "Juniper & Clay", currency: "EUR", timeZone: "Europe/Warsaw", proxyPath: "/apps/scenarios", installedAt: NOW, uninstalledAt: null });
    expect(await world.db.acrossShops.selectFrom("Consent").select(["key", "name", "channels", "shopify"]).orderBy("key").execute()).toEqual([
      { key: "newsletter", name: "Newsletter", channels: '["email"]', shopify: "email" }, { key: "push", name: "Web push", channels: '["push"]', shopify: null }, { key: "sms", name: "Text messages", channels: '["sms"]', shopify: "sms" },
    ]);
    expect((await jobs()).map(({ kind, status }) => [kind, status])).toEqual([["customers", "waiting"], ["products", "waiting"], ["collections", "waiting"], ["orders", "waiting"]]);
  });

  it("R45 keeps the history of a shop that installs the app again, and imports it anew", async () => {
    await world.install();
    await world.exhaust(world.works.import);
    await world.apply("app/uninstalled", { id: 1 }, { at: NOW + MINUTE });
    expect((await world.shop()).uninstalledAt).toBe(NOW + MINUTE);
    world.clock.set(NOW + DAY, true);
    await world.install();
    expect(await world.shop()).toMatchObject({ id: 1, installedAt: NOW + DAY, uninstalledAt: null });
    expect((await jobs()).map(({ status }) => status)).toEqual(["done", "done", "done", "done", "waiting", "waiting", "waiting", "waiting"]);
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
      { kind: "collections", status: "done", done: products.size, total: products.size },
      { kind: "orders", status: "done", done: visible.length, total: visible.length },
    ]);
    expect(visible.length).toBeGreaterThan(50);
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
    const everything = async () => Promise.all((["Customer", "CustomerTag", "CustomerConsent", "Product", "Variant", "Collection", "ProductCollection", "ShopOrder", "OrderLine", "Refund"] as const).map((table) => world.db.acrossShops.selectFrom(table).selectAll().execute()));
    const before = await everything();
    await world.db.write((tx) => tx.acrossShops.updateTable("ImportJob").set({ status: "waiting", operationName: null, operationId: null, done: 0 }).execute());
    await world.exhaust(world.works.import);
    const withoutTouch = (tables: Awaited<ReturnType<typeof everything>>) => tables.map((rows) => rows.map((row) => JSON.stringify({ ...row, updatedAt: 0 })).sort());
    expect(withoutTouch(await everything())).toEqual(withoutTouch(before));
  });

  it("R45 reads the file in turns, each from where the one before ended, and shows how far it is", async () => {
    await world.install();
    const inTurns = importWork(world.context, world.openAdminApi, readBulkFile, 0, 200);
    const seen = await passThroughImport(world, inTurns);
    const customers = world.store.state.customers.size;
    expect(seen.filter(({ kind, readTo }) => kind === "customers" && readTo > 0).map(({ done, total }) => [done, total])).toEqual([...Array.from({ length: Math.ceil(customers / 200) }, (_, nth) => [Math.min((nth + 1) * 200, customers), customers])]);
    expect((await jobs()).map(({ status, unreadable }) => [status, unreadable])).toEqual([["done", 0], ["done", 0], ["done", 0], ["done", 0]]);
    expect(await count("Customer")).toBe(customers);
  });

  it("R45 a process that dies in the middle loses nothing and counts nothing twice", async () => {
    await world.install();
    const write = world.db.write.bind(world.db);
    let writes = 0;
    const crashing = Object.assign(Object.create(world.db) as typeof world.db, {
      write: <T>(work: Parameters<typeof write<T>>[0]) => write<T>(async (tx) => {
        const answer = await work(tx);
        if (++writes % 5 === 0) throw new Error("the process died before the commit");
        return answer;
      }),
    });
    const work = importWork({ ...world.context, db: crashing }, world.openAdminApi, readBulkFile, 0, 200);
    for (let deaths = 0; (await jobs()).some(({ status }) => status !== "done"); deaths++) {
      expect(deaths).toBeLessThan(50);
      await passThroughImport(world, work).catch(() => undefined);
      await leasesRunOut();
    }
    expect((await jobs()).map(({ status, done, total }) => ({ status, all: done === total }))).toEqual(Array.from({ length: 4 }, () => ({ status: "done", all: true })));
    expect(await count("Customer")).toBe(world.store.state.customers.size);
    expect((await jobs())[0]).toMatchObject({ mended: JSON.stringify({ customersAdded: world.store.state.customers.size }) });
  });

  it("R45 one that was started and not noted is found again, not started twice", async () => {
    await world.install();
    await world.works.import.runDue();
    const [job] = await jobs();
    await world.db.write((tx) => tx.acrossShops.updateTable("ImportJob").set({ operationId: null }).where("kind", "=", "customers").execute());
    await world.exhaust(world.works.import);
    expect(world.bulk.all()).toHaveLength(4);
    expect((await jobs())[0]).toMatchObject({ status: "done", operationId: job?.operationId });
  });

  it("R45 two processes share one job: whoever lost it saves nothing more", async () => {
    await world.install();
    await world.works.import.runDue();
    world.clock.set(NOW + MINUTE, true);
    const slow: ReadBulkFile = async function* (url, from) {
      yield* readBulkFile(url, from);
      await leasesRunOut();
      await passThroughImport(world, world.works.import);
    };
    const late = importWork(world.context, world.openAdminApi, slow);
    expect(await late.runDue()).toBe(1);
    expect((await jobs()).map(({ status, done, total }) => [status, done === total])).toEqual([["done", true], ["done", true], ["done", true], ["done", true]]);
    expect(await count("Customer")).toBe(world.store.state.customers.size);
  });

  it("R45 what webhooks told while Shopify gathered wins over what it gathered", async () => {
    const [renamed, deleted, merged, tagged, left] = [...world.store.state.customers.values()].filter(({ email, emailConsent }) => email !== null && emailConsent.state === "SUBSCRIBED");
    if (!renamed || !deleted || !merged || !tagged || !left) throw new Error("the seed has too few subscribers");
    await world.install();
    await world.works.import.runDue();
    await new Promise((resolve) => setImmediate(resolve));
    const gid = ({ id }: { id: string }) => `gid://shopify/Customer/${id}`;
    const later = new Date(NOW + 1_000).toISOString();
    await world.apply("customers/update", { admin_graphql_api_id: gid(renamed), email: "new@example.com", first_name: "New", last_name: "Name", updated_at: later });
    await world.apply("customers/delete", { id: Number(deleted.id), admin_graphql_api_id: gid(deleted) });
    await world.apply("customers/merge", { admin_graphql_api_customer_kept_id: gid(renamed), admin_graphql_api_customer_deleted_id: gid(merged), status: "completed" });
    await world.apply("customer.tags_removed", { customerId: gid(tagged), tags: tagged.tags.length > 0 ? tagged.tags : ["none"], occurredAt: later });
    await world.apply("customers_email_marketing_consent/update", { customer_id: Number(left.id), email_marketing_consent: { state: "unsubscribed", opt_in_level: "single_opt_in", consent_updated_at: later } });
    await world.exhaust(world.works.import);
    const stored = (of: { id: string }) => world.db.acrossShops.selectFrom("Customer").selectAll().where("shopifyId", "=", of.id).executeTakeFirstOrThrow();
    expect(await stored(renamed)).toMatchObject({ email: "new@example.com", firstName: "New" });
    expect(await stored(deleted)).toMatchObject({ email: null, firstName: "", deletedAt: expect.any(Number) as number });
    expect(await stored(merged)).toMatchObject({ email: null, mergedIntoId: (await stored(renamed)).id });
    expect(await world.db.acrossShops.selectFrom("CustomerTag").select("tag").where("customerId", "=", (await stored(tagged)).id).execute()).toEqual([]);
    expect(await world.db.acrossShops.selectFrom("CustomerConsent").select("state").where("customerId", "=", (await stored(left)).id).where("source", "=", "shopify").execute()).toEqual([{ state: "withdrawn" }]);
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
