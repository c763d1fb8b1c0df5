import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { Segment } from "~/domain/segment/condition";
import type { OrderPlacedConfig } from "~/entry-points/order-placed/definition";
import { changeTags } from "~/services/customers/change-tags.server";
import { smallShop, NOW } from "../../dev-store/graphql/small-shop.ts";
import { activateInShop } from "../factories/activate-in-shop";
import { cartSeries } from "../factories/engine-world";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

/** A shopper of the small shop. */
const OLA = "12";
const any: OrderPlacedConfig = { orders: { are: "any" }, spent: null, products: { of: "any" } };

function startingWith(type: string, ...configs: unknown[]): ScenarioDefinition {
  return { ...cartSeries(), entryPoints: configs.map((config, index) => ({ id: `entry-${index}`, type, version: 1, config })) };
}

describe("orders and tags let in", () => {
  let world: ShopifyWorld;
  let ola: string;
  beforeEach(async () => {
    world = await openShopifyWorld(smallShop().store.state, NOW);
    await world.install();
    await world.exhaust(world.works.import);
    ola = (await world.db.acrossShops.selectFrom("Customer").select("id").where("shopifyId", "=", OLA).executeTakeFirstOrThrow()).id;
  });
  afterEach(() => world.close());

  /** Two aprons, as Shopify tells of it. */
  async function order(customerId = OLA, topics: "all" | "order-only" = "all"): Promise<void> {
    world.fired();
    world.store.orders.create({ customerId, lines: [{ variantId: "31", quantity: 2 }] });
    for (const { topic, payload } of world.fired()) if (topics === "all" || topic === "orders/create") await world.apply(topic, payload);
  }
  const decisions = async () => (await world.db.acrossShops.selectFrom("EntryDecision").select(["outcome", "reason"]).orderBy("at").orderBy("id").execute()).map(({ outcome, reason }) => reason ?? outcome);
  const runs = () => world.db.acrossShops.selectFrom("Run").select(["customerId", "status", "context", "entryPointId"]).orderBy("id").execute();
  const orders = () => world.db.acrossShops.selectFrom("ShopOrder").select("id").where("customerId", "=", ola).execute();
  const totals = () => world.db.acrossShops.selectFrom("Customer").select(["ordersCount", "totalSpentMinor"]).where("id", "=", ola).executeTakeFirstOrThrow();

  it("R17 any live order lets in once, however often it is told, and does not end what it began", async () => {
    await activateInShop(world.context, 1, startingWith("order-placed", any));
    world.fired();
    world.store.orders.create({ customerId: OLA, lines: [{ variantId: "31", quantity: 2 }] });
    const webhooks = world.fired();
    for (let times = 0; times < 3; times += 1) for (const { topic, payload } of webhooks) await world.apply(topic, payload);
    expect(await runs()).toMatchObject([{ customerId: ola, status: "active" }]);
    expect(JSON.parse((await runs())[0]?.context ?? "{}")).toMatchObject({ orderId: expect.any(String) as unknown, productIds: [expect.any(String)] });
    expect(await decisions()).toEqual(["entered"]);
  });

  it("R8 R17 the order that let the customer in is no reason to ask whether the customer still fits; the next one is", async () => {
    const none: Segment = { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders", operator: "at-most", count: (await orders()).length, period: { is: "ever" } }] }] };
    const scenario = startingWith("order-placed", any);
    const reentry = { ...scenario.settings.reentry, whileInside: "ignore" as const };
    await activateInShop(world.context, 1, { ...scenario, settings: { reentry, exits: { onOrder: false, onPage: [], whileIn: none } } });
    await order(OLA, "order-only");
    expect(await runs()).toMatchObject([{ customerId: ola, status: "active" }]);
    await order(OLA, "order-only");
    expect(await runs()).toMatchObject([{ customerId: ola, status: "removed" }]);
  });

  it("R10 R17 orders of the import and those older than 24 hours let nobody in", async () => {
    await activateInShop(world.context, 1, startingWith("order-placed", any));
    world.fired();
    world.store.orders.create({ customerId: OLA, lines: [{ variantId: "31", quantity: 1 }] });
    const webhooks = world.fired();
    world.clock.set(world.clock.now() + DAY + HOUR, true);
    for (const { topic, payload } of webhooks) await world.apply(topic, payload);
    await world.install();
    await world.exhaust(world.works.import);
    expect(await runs()).toEqual([]);
    expect(await decisions()).toEqual([]);
  });

  it("R17 by the number of orders, whichever webhook comes first", async () => {
    const before = (await totals()).ordersCount;
    await activateInShop(world.context, 1, startingWith("order-placed", { ...any, orders: { are: "counted", operator: "equals", count: before + 2 } }));
    // Without the customer's new totals, and with them.
    await order(OLA, "order-only");
    expect(await decisions()).toEqual(["order-count"]);
    await order();
    expect(await decisions()).toEqual(["order-count", "entered"]);
    world.clock.set(world.clock.now() + HOUR, true);
    await order();
    expect(await decisions()).toEqual(["order-count", "entered", "order-count"]);
  });

  it("R17 only the first order of a customer", async () => {
    await activateInShop(world.context, 1, startingWith("order-placed", { ...any, orders: { are: "first" } }));
    await order();
    expect(await decisions()).toEqual([(await totals()).ordersCount > 1 ? "order-not-first" : "entered"]);
    world.fired();
    const zofia = world.store.customers.create({ email: "zofia@example.com", firstName: "Zofia" });
    for (const { topic, payload } of world.fired()) await world.apply(topic, payload);
    await order(zofia.id);
    world.clock.set(world.clock.now() + HOUR, true);
    await order(zofia.id);
    expect((await decisions()).slice(1)).toEqual(["entered", "order-not-first"]);
  });

  it("R17 by what was spent in all, by product, type and vendor; of several entry points one is enough", async () => {
    const { totalSpentMinor } = await totals();
    const product = await world.db.acrossShops.selectFrom("Variant").innerJoin("Product", "Product.id", "Variant.productId").select(["Product.id", "Product.title", "Product.type", "Product.vendor"]).where("Variant.id", "=", "31").executeTakeFirstOrThrow();
    const spent = (amountMinor: number): OrderPlacedConfig => ({ ...any, spent: { operator: "at-least", amountMinor } });
    const other: OrderPlacedConfig = { ...any, products: { of: "products", products: [{ id: "999", title: "Other" }] } };
    await activateInShop(world.context, 1, startingWith("order-placed", spent(totalSpentMinor + 9_800)));
    await activateInShop(world.context, 1, startingWith("order-placed", spent(totalSpentMinor + 9_801)));
    await activateInShop(world.context, 1, startingWith("order-placed", other, { ...any, products: { of: "products", products: [{ id: product.id, title: product.title }] } }));
    await activateInShop(world.context, 1, startingWith("order-placed", other));
    await activateInShop(world.context, 1, startingWith("order-placed", { ...any, products: { of: "types", names: [product.type.toUpperCase()] } }));
    await activateInShop(world.context, 1, startingWith("order-placed", { ...any, products: { of: "vendors", names: ["Nobody", product.vendor] } }));
    await order();
    expect((await decisions()).sort()).toEqual(["entered", "entered", "entered", "entered", "order-products", "order-spent"]);
    expect((await runs()).map(({ entryPointId }) => entryPointId).sort()).toEqual(["entry-0", "entry-0", "entry-0", "entry-1"]);
  });

  it("R17 by a collection, as it stands when the order comes", async () => {
    const of = (...ids: string[]): OrderPlacedConfig => ({ ...any, products: { of: "collections", collections: ids.map((id) => ({ id, title: `Collection ${id}` })) } });
    await activateInShop(world.context, 1, startingWith("order-placed", of("8")));
    await activateInShop(world.context, 1, startingWith("order-placed", of("9", "10")));
    await order();
    expect((await decisions()).sort()).toEqual(["entered", "order-products"]);
    world.store.collections.delete("8");
    for (const { topic, payload } of world.fired()) await world.apply(topic, payload);
    await world.exhaust(world.works.collections);
    world.clock.set(world.clock.now() + HOUR, true);
    await order();
    expect((await decisions()).sort()).toEqual(["entered", "order-products", "order-products", "order-products"]);
  });

  const tagged = (does: "added" | "removed", tags: string[], at = world.clock.now()) => world.apply(`customer.tags_${does}`, { customerId: `gid://shopify/Customer/${OLA}`, tags, occurredAt: new Date(at).toISOString() });

  it("R19 a tag that Shopify tells of, whatever its case, once for each time it is added", async () => {
    await activateInShop(world.context, 1, startingWith("tag-added", { tags: ["Inactive", "other"] }));
    await tagged("added", ["INACTIVE", "unrelated"]);
    await tagged("added", ["inactive"]);
    expect(await runs()).toMatchObject([{ customerId: ola, context: JSON.stringify({ tag: "INACTIVE" }) }]);
    world.clock.set(world.clock.now() + HOUR, true);
    await tagged("removed", ["INACTIVE", "inactive"]);
    world.clock.set(world.clock.now() + HOUR, true);
    await tagged("added", ["Inactive"]);
    expect(await decisions()).toEqual(["entered", "entered"]);
  });

  it("R10 R19 a tag from a day before lets in nobody, nor does one that comes with the import or was there before", async () => {
    await activateInShop(world.context, 1, startingWith("tag-added", { tags: ["late", "imported"] }));
    await tagged("added", ["late"], world.clock.now() - DAY);
    world.fired();
    world.store.customers.update(OLA, { tags: ["imported"] });
    world.fired();
    await world.install();
    await world.exhaust(world.works.import);
    expect(await decisions()).toEqual([]);
  });

  it("R19 a tag that another scenario adds, but not one that this scenario adds itself", async () => {
    const own = await activateInShop(world.context, 1, startingWith("tag-added", { tags: ["done"] }));
    const deps = { now: world.clock.now(), newId: world.context.newId, log: world.context.log };
    await world.db.write((tx) => changeTags(tx, deps, 1, [{ customerId: ola, tag: "done", does: "add", scenarioId: own }]));
    expect(await runs()).toEqual([]);
    await world.db.write((tx) => changeTags(tx, deps, 1, [{ customerId: ola, tag: "done", does: "remove", scenarioId: own }]));
    await world.db.write((tx) => changeTags(tx, deps, 1, [{ customerId: ola, tag: "Done", does: "add", scenarioId: "another" }]));
    expect(await decisions()).toEqual(["entered"]);
  });
});
