import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { DAY, MINUTE } from "~/domain/instant";
import { changeTags, type TagChange } from "~/services/customers/change-tags.server";
import { NOW, smallShop } from "../../dev-store/graphql/small-shop.ts";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

let world: ShopifyWorld;
let shopifyId: string;
let customerId: string;
beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
  await world.exhaust(world.works.import);
  await world.exhaust(world.works.writes);
  const found = await world.db.acrossShops.selectFrom("Customer").select(["id", "shopifyId"]).where("shopifyId", "is not", null).orderBy("shopifyId").executeTakeFirstOrThrow();
  customerId = found.id;
  shopifyId = found.shopifyId ?? "";
  world.fired();
});
afterEach(() => world.close());

const change = (...changes: Omit<TagChange, "customerId">[]) => world.db.write((tx) => changeTags(tx, { ...world.context, now: world.clock.now() }, 1, changes.map((each) => ({ customerId, ...each }))));
const inShopify = () => world.store.customers.get(shopifyId)?.tags ?? [];
const here = async () => world.db.acrossShops.selectFrom("CustomerTag").select(["tag", "source"]).where("customerId", "=", customerId).orderBy("tag").execute();
const write = () => world.db.acrossShops.selectFrom("ShopifyWrite").selectAll().where("kind", "=", "tags").executeTakeFirst();

describe("tags by scenarios, in Shopify", () => {
  it("R25 R45 are told to Shopify, and the echo by webhook changes nothing", async () => {
    await change({ tag: "scenario-one", does: "add" });
    await world.exhaust(world.works.writes);
    expect(inShopify()).toContain("scenario-one");
    const before = await here();
    expect(before).toContainEqual({ tag: "scenario-one", source: "scenario" });

    world.clock.set(NOW + MINUTE, true);
    const echo = world.fired();
    expect(echo.map(({ topic }) => topic)).toContain("customer.tags_added");
    for (const { topic, payload } of echo) await world.apply(topic, payload);
    expect(await here()).toEqual(before);
    expect(await write()).toMatchObject({ status: "done", revision: 1 });

    await change({ tag: "scenario-one", does: "remove" });
    await world.exhaust(world.works.writes);
    expect(inShopify()).not.toContain("scenario-one");
    for (const { topic, payload } of world.fired()) await world.apply(topic, payload);
    expect((await here()).map(({ tag }) => tag)).not.toContain("scenario-one");
    expect(await write()).toMatchObject({ status: "done", revision: 2 });
  });

  it("R45 the echo of an addition does not bring back what was removed since", async () => {
    await change({ tag: "brief", does: "add" });
    await world.exhaust(world.works.writes);
    const echo = world.fired();
    await change({ tag: "brief", does: "remove" });
    for (const { topic, payload } of echo) await world.apply(topic, payload);
    expect((await here()).map(({ tag }) => tag)).not.toContain("brief");
    await world.exhaust(world.works.writes);
    expect(inShopify()).not.toContain("brief");
  });

  it("R45 tries again when Shopify is throttled, with what was added meanwhile", async () => {
    world.faults.push(new AdminApiError("Throttled", { retryable: true, code: "THROTTLED", retryAfterMs: 1_000 }));
    await change({ tag: "one", does: "add" });
    await world.works.writes.runDue();
    expect(await write()).toMatchObject({ status: "waiting", attempts: 1 });
    await change({ tag: "two", does: "add" });
    await world.exhaust(world.works.writes);
    expect(inShopify()).toEqual(expect.arrayContaining(["one", "two"]));
  });

  it("R45 what Shopify was still to hear of one who is merged, it hears of the kept one", async () => {
    const kept = { admin_graphql_api_id: "gid://shopify/Customer/7777", email: "kept@example.com", first_name: "Kept", last_name: "One", created_at: new Date(NOW - DAY).toISOString(), updated_at: new Date(NOW).toISOString() };
    await world.apply("customers/create", kept);
    await change({ tag: "moved", does: "add" });
    await world.apply("customers/merge", { admin_graphql_api_customer_kept_id: kept.admin_graphql_api_id, admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${shopifyId}`, status: "completed", errors: [] });
    const { id } = await world.db.acrossShops.selectFrom("Customer").select("id").where("shopifyId", "=", "7777").executeTakeFirstOrThrow();
    expect(await world.db.acrossShops.selectFrom("CustomerTag").select(["customerId", "tag", "source"]).where("tag", "=", "moved").execute()).toEqual([{ customerId: id, tag: "moved", source: "scenario" }]);
    expect(await write()).toMatchObject({ subjectId: id, status: "waiting", payload: '{"add":["moved"],"remove":[]}' });
  });
});
