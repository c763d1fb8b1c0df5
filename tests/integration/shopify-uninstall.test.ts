import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyDefinition } from "~/domain/scenario/definition";
import { HOUR, MINUTE } from "~/domain/instant";
import { smallShop, NOW } from "../../dev-store/graphql/small-shop.ts";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

let world: ShopifyWorld;
beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
});
afterEach(() => world.close());

describe("uninstallation", () => {
  it("R9 stops what is active, holds those inside, cancels what is unsent and drops the tokens", async () => {
    await world.db.write(async (tx) => {
      await tx.acrossShops.insertInto("Scenario").values({ shopId: 1, id: "s", name: "Cart", status: "active", definition: JSON.stringify(emptyDefinition), revision: 1, versionId: "v", firstActivatedAt: NOW, activatedAt: NOW, stoppedAt: null, createdAt: NOW, updatedAt: NOW }).execute();
      await tx.acrossShops.insertInto("Run").values({
        shopId: 1, id: "r", scenarioId: "s", versionId: "v", customerId: "c", activeKey: "c", factKey: "f", entryPointId: "e", status: "active", reason: null, stepId: "wait", dueAt: NOW + HOUR,
        enteredAt: NOW, enteredStepAt: NOW, heldMs: 0, heldAt: null, seq: 1, context: "{}", pinnedVersionId: null, leaseOwner: null, leaseUntil: null, recovered: 0, endedAt: null,
      }).execute();
      await tx.acrossShops.insertInto("Message").values({
        shopId: 1, id: "m", effectId: "r:1:0", runId: "r", scenarioId: "s", versionId: "v", stepId: "mail", customerId: "c", channel: "email", status: "queued", reason: null, detail: null, toAddress: null,
        subject: null, batchId: null, providerId: null, attempts: 0, dueAt: NOW, queuedAt: NOW, handedOverAt: null, deliveredAt: null, openedAt: null, machineOpenedAt: null, clickedAt: null,
        machineClickedAt: null, bouncedAt: null, complainedAt: null, unsubscribedAt: null, failedAt: null, suppressedAt: null,
      }).execute();
      await tx.acrossShops.insertInto("Session").values({ id: `offline_${world.store.state.shop.domain}`, shop: world.store.state.shop.domain, state: "", isOnline: 0, accessToken: "secret", accountOwner: 0, collaborator: 0, emailVerified: 0 }).execute();
    });
    world.clock.set(NOW + MINUTE, true);
    await world.apply("app/uninstalled", {}, { at: NOW + MINUTE });
    expect(await world.shop()).toMatchObject({ uninstalledAt: NOW + MINUTE });
    expect(await world.db.acrossShops.selectFrom("Scenario").select("status").execute()).toEqual([{ status: "stopped" }]);
    expect(await world.db.acrossShops.selectFrom("Run").select(["status", "heldAt", "dueAt"]).execute()).toEqual([{ status: "active", heldAt: NOW + MINUTE, dueAt: null }]);
    expect(await world.db.acrossShops.selectFrom("Message").select(["status", "reason"]).execute()).toEqual([{ status: "cancelled", reason: "uninstalled" }]);
    expect(await world.db.acrossShops.selectFrom("Session").selectAll().execute()).toEqual([]);
    expect(await world.works.import.runDue()).toBe(0);
    expect(await world.works.writes.runDue()).toBe(0);
    await world.apply("customers/create", { admin_graphql_api_id: "gid://shopify/Customer/5" });
    expect(await world.db.acrossShops.selectFrom("Customer").selectAll().execute()).toEqual([]);
  });

  it("R45 keeps what the merchant grants now with the offline token", async () => {
    await world.db.write((tx) => tx.acrossShops.insertInto("Session").values({ id: "offline", shop: world.store.state.shop.domain, state: "", isOnline: 0, scope: "read_orders", accessToken: "secret", accountOwner: 0, collaborator: 0, emailVerified: 0 }).execute());
    await world.apply("app/scopes_update", { current: ["read_orders", "read_products"] });
    expect(await world.db.acrossShops.selectFrom("Session").select("scope").execute()).toEqual([{ scope: "read_orders,read_products" }]);
  });

  it("R45 follows the shop's own facts and leaves the sender's as the merchant set it", async () => {
    await world.apply("shop/update", { name: "Juniper", email: "new@juniper.example", currency: "EUR", iana_timezone: "Europe/Prague", domain: "juniper.example", myshopify_domain: "juniper-and-clay.myshopify.com", updated_at: new Date(NOW).toISOString() });
    await world.apply("shop/update", { name: "Older", currency: "USD", updated_at: new Date(NOW - HOUR).toISOString() });
    expect(await world.shop()).toMatchObject({ name: "Juniper", currency: "EUR", timeZone: "Europe/Prague", storefrontUrl: "https://juniper.example", senderName: "Juniper & Clay" });
  });
});
