import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY } from "~/domain/instant";
import { readDataReport, readNeedsAttention } from "~/queries/needs-attention.server";
import { closeDataRequest } from "~/services/customers/close-data-request.server";
import { retryFailed } from "~/services/shopify/retry-failed.server";
import { smallShop, NOW } from "../../dev-store/graphql/small-shop.ts";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

let world: ShopifyWorld;
beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
});
afterEach(() => world.close());

const attention = async () => readNeedsAttention(world.db, await world.shop());
const request = { customer: { id: 75, email: "75@example.com" }, data_request: { id: 9 } };

describe("what needs a person", () => {
  it("R45 is nothing while all goes well", async () => {
    expect(await attention()).toEqual({ failed: [], dataRequests: [], lowPools: [] });
  });

  it("R45 shows webhooks that failed, with the newest's topic and reason, and tries them again", async () => {
    await world.apply("customers/create", { admin_graphql_api_id: "gid://shopify/Customer/abc" });
    world.clock.set(NOW + DAY, true);
    await world.apply("products/create", { title: 5 });
    expect(await attention()).toMatchObject({ failed: [{ kind: "webhooks", count: 2, what: "products/create", at: NOW + DAY }] });
    await world.db.write((tx) => tx.acrossShops.updateTable("WebhookReceipt").set({ payload: JSON.stringify({ admin_graphql_api_id: "gid://shopify/Customer/75", email: "75@example.com" }) }).where("topic", "=", "customers/create").execute());
    await retryFailed(world.context, await world.shop(), "webhooks");
    await world.exhaust(world.works.webhooks);
    expect(await attention()).toMatchObject({ failed: [{ kind: "webhooks", count: 1, what: "products/create" }] });
    expect(await world.db.acrossShops.selectFrom("Customer").select("email").execute()).toEqual([{ email: "75@example.com" }]);
  });

  it("R45 shows imports and changes that Shopify refused, and tries them again", async () => {
    await world.db.write(async (tx) => {
      await tx.acrossShops.updateTable("ImportJob").set({ status: "failed", error: "ACCESS_DENIED" }).where("kind", "=", "orders").execute();
      await tx.acrossShops.updateTable("ShopifyWrite").set({ status: "failed", error: "refused" }).execute();
    });
    expect(await attention()).toMatchObject({ failed: [{ kind: "imports", count: 1, what: "orders", error: "ACCESS_DENIED" }, { kind: "shopify-writes", count: 1, what: "app-config" }] });
    await retryFailed(world.context, await world.shop(), "imports");
    await retryFailed(world.context, await world.shop(), "shopify-writes");
    await world.exhaust(world.works.import);
    await world.exhaust(world.works.writes);
    expect(await attention()).toEqual({ failed: [], dataRequests: [], lowPools: [] });
  });

  it("R42 shows who asked for her data until it is handed over", async () => {
    await world.apply("customers/create", { admin_graphql_api_id: "gid://shopify/Customer/75", email: "75@example.com" });
    await world.apply("customers/data_request", request);
    expect((await attention()).dataRequests).toEqual([{ id: "9", customerShopifyId: "75", requestedAt: NOW, hasReport: true }]);
    expect(JSON.parse((await readDataReport(world.db, 1, "9")) ?? "null")).toMatchObject({ profile: { email: "75@example.com" } });
    await closeDataRequest(world.context, 1, "9");
    expect(await attention()).toEqual({ failed: [], dataRequests: [], lowPools: [] });
  });

  it("R42 R45 is never another shop's", async () => {
    await world.apply("customers/create", { broken: true });
    await world.apply("customers/data_request", request);
    expect(await readNeedsAttention(world.db, { id: 2, domain: "other.myshopify.com" })).toEqual({ failed: [], dataRequests: [], lowPools: [] });
    expect(await readDataReport(world.db, 2, "9")).toBeUndefined();
    await retryFailed(world.context, { id: 2, domain: "other.myshopify.com" }, "webhooks");
    await closeDataRequest(world.context, 2, "9");
    expect(await attention()).toMatchObject({ failed: [{ count: 1 }], dataRequests: [{ id: "9" }] });
  });
});
