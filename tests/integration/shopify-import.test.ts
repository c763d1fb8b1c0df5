import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { readBulkFile, type ReadBulkFile } from "~/adapters/shopify/bulk/read-bulk-file.server";
import { DAY, MINUTE } from "~/domain/instant";
import { importWork } from "~/runtime/shopify/import.server";
import type { Work } from "~/runtime/work";
import { retryFailed } from "~/services/shopify/retry-failed.server";
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

/** The rest of a bulk query's file at once. */
async function whole(url: string, from: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of readBulkFile(url, from)) parts.push(part);
  return Buffer.concat(parts);
}

/** Leases are real time, which no test moves. */
const leasesRunOut = () => world.db.write((tx) => tx.acrossShops.updateTable("ImportJob").set({ leaseUntil: 0 }).where("leaseUntil", "is not", null).execute());

/** One batch after another, the clock moving on to what is due next; answers the job under way after each. */
async function passThrough(work: Work, most = Infinity) {
  const seen: Awaited<ReturnType<typeof jobs>> = [];
  for (let batches = 0; batches < most; batches++) {
    if ((await work.runDue()) === 0) {
      const due = await work.nextDueAt();
      if (due === null) return seen;
      world.clock.set(Math.max(due, world.clock.now()), true);
    }
    const underWay = (await jobs()).filter(({ startedAt }) => startedAt !== null).at(-1);
    if (underWay) seen.push(underWay);
  }
  return seen;
}

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
    const seen = await passThrough(inTurns);
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
      await passThrough(work).catch(() => undefined);
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
      await passThrough(world.works.import);
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

describe("a bulk query that goes wrong", () => {
  const customersJob = async () => (await jobs())[0];
  /** Until the bulk query of the customers was started, and Shopify has it. */
  const started = async () => {
    await world.install();
    await world.works.import.runDue();
    const operation = world.bulk.all()[0];
    if (!operation) throw new Error("no bulk query was started");
    await expect.poll(() => operation.status).toBe("COMPLETED");
    world.clock.set(world.clock.now() + MINUTE, true);
    return operation;
  };

  it.each([
    ["failed", { status: "FAILED", errorCode: "INTERNAL_SERVER_ERROR" }, "the bulk query failed at Shopify (INTERNAL_SERVER_ERROR)"],
    ["timed out", { status: "FAILED", errorCode: "TIMEOUT" }, "the bulk query failed at Shopify (TIMEOUT)"],
    ["was cancelled", { status: "CANCELED" }, "the bulk query was cancelled"],
    ["expired", { status: "EXPIRED" }, "the file of the bulk query expired"],
    ["lost its file", { url: null }, "Shopify no longer holds the file of the bulk query"],
  ] as const)("R45 one that %s is started anew after a rest", async (_what, becomes, error) => {
    Object.assign(await started(), becomes);
    await world.works.import.runDue();
    expect(await customersJob()).toMatchObject({ status: "running", operationId: null, attempts: 1, error, nextTryAt: world.clock.now() + 10_000 });
    await world.exhaust(world.works.import);
    expect(await customersJob()).toMatchObject({ status: "done", error: null, attempts: 0, done: world.store.state.customers.size });
    expect(world.bulk.all()).toHaveLength(5);
  });

  it("R45 a file whose address died in the middle is gathered anew, and what was saved of it stays", async () => {
    const operation = await started();
    const inTurns = importWork(world.context, world.openAdminApi, readBulkFile, 0, 200);
    await inTurns.runDue();
    expect(await customersJob()).toMatchObject({ done: 200 });
    world.bulk.forgetFile(operation.tail);
    await inTurns.runDue();
    expect(await customersJob()).toMatchObject({ status: "running", operationId: null, readTo: 0, error: "Shopify no longer holds the file of a bulk query (404)" });
    expect(await count("Customer")).toBe(200);
    await world.exhaust(world.works.import);
    expect(await customersJob()).toMatchObject({ status: "done", done: world.store.state.customers.size, mended: JSON.stringify({ customersAdded: world.store.state.customers.size }) });
  });

  it("R45 a file that breaks off is read on from its last whole piece", async () => {
    await started();
    let times = 0;
    const breaking: ReadBulkFile = async function* (url, from) {
      const bytes = await whole(url, from);
      yield times++ === 0 ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes;
    };
    const work = importWork(world.context, world.openAdminApi, breaking, 5_000, 200);
    await work.runDue();
    const held = await customersJob();
    expect(held).toMatchObject({ status: "running", attempts: 1 });
    expect(held?.readTo).toBeGreaterThan(0);
    await passThrough(work);
    expect(await customersJob()).toMatchObject({ status: "done", done: world.store.state.customers.size });
  });

  it("R45 while another one runs it waits, however long that takes, and that is no failure", async () => {
    await world.install();
    for (let other = 0; other < 5; other++) world.bulk.start("{ shop { name } }", () => NOW, () => new Promise(() => undefined));
    for (let asked = 0; asked < 12; asked++) {
      expect(await world.works.import.runDue()).toBe(1);
      expect(await customersJob()).toMatchObject({ status: "running", operationId: null, attempts: 0, error: null, nextTryAt: world.clock.now() + MINUTE });
      world.clock.set(world.clock.now() + MINUTE, true);
    }
    for (const other of world.bulk.all()) world.bulk.cancel(other.tail, NOW);
    await world.exhaust(world.works.import);
    expect((await jobs()).map(({ status }) => status)).toEqual(["done", "done", "done", "done"]);
  });

  it("R45 one for which the app lacks a permission fails at once, in sight, and the others go on", async () => {
    Object.assign(await started(), { status: "FAILED", errorCode: "ACCESS_DENIED" });
    await world.exhaust(world.works.import);
    expect(await customersJob()).toMatchObject({ status: "failed", error: "Shopify refused the bulk query: the app lacks a permission" });
    expect((await jobs()).map(({ status }) => status)).toEqual(["failed", "done", "done", "done"]);
    await retryFailed(world.context, await world.shop(), "imports");
    await world.exhaust(world.works.import);
    expect(await customersJob()).toMatchObject({ status: "done" });
  });

  it("R45 one that never succeeds is given up after a day, in sight", async () => {
    await world.install();
    for (;;) {
      await passThrough(world.works.import, 1);
      const [operation] = world.bulk.all().slice(-1);
      const job = await customersJob();
      if (job?.status === "failed") break;
      if (operation) Object.assign(operation, { status: "FAILED", errorCode: "TIMEOUT" });
    }
    expect(await customersJob()).toMatchObject({ attempts: 9, error: "the bulk query failed at Shopify (TIMEOUT)" });
    expect(world.clock.now() - NOW).toBeLessThan(2 * DAY);
  });

  it("R45 a row that cannot be read is passed over and counted, with the reason", async () => {
    await started();
    const spoiling: ReadBulkFile = async function* (url, from) {
      const text = (await whole(url, from)).toString().split("\n");
      text[0] = '{"id":"gid://shopify/Customer/1","firstName":7}';
      text[3] = '{"id": half';
      yield Buffer.from(text.join("\n").padEnd(Number(world.bulk.all()[0]?.fileSize ?? 0), "\n"));
    };
    await passThrough(importWork(world.context, world.openAdminApi, spoiling));
    const job = await customersJob();
    expect(job).toMatchObject({ status: "done", unreadable: 2, done: world.store.state.customers.size });
    expect(job?.problem).toContain("firstName");
    expect(await count("Customer")).toBeGreaterThanOrEqual(world.store.state.customers.size - 2);
  });

  it("R45 rests when Shopify throttles", async () => {
    await world.install();
    world.faults.push(new AdminApiError("Throttled", { retryable: true, code: "THROTTLED", retryAfterMs: 90_000 }));
    await world.works.import.runDue();
    expect(await customersJob()).toMatchObject({ status: "running", attempts: 1, error: "Throttled", nextTryAt: NOW + 90_000 });
    expect(await world.works.import.runDue()).toBe(0);
    await world.exhaust(world.works.import);
    expect((await jobs()).map(({ status }) => status)).toEqual(["done", "done", "done", "done"]);
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
