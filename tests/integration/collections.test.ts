import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { HOUR } from "~/domain/instant";
import { reconcilesWork } from "~/runtime/shopify/reconciles.server";
import { collectionReadsWork } from "~/runtime/shopify/collection-reads.server";
import { saveProductCollections, takeUnseen } from "~/services/collections/save-product-collections.server";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { checkSegment } from "~/domain/segment/check-segment";
import type { Segment } from "~/domain/segment/condition";
import { readShopChoices } from "~/queries/shop-choices.server";
import { checkScenario } from "~/services/scenarios/check-scenario.server";
import { saveSegment } from "~/services/segments/save-segment.server";
import { cartSeries } from "../factories/engine-world";
import { readReconciles } from "~/queries/reconciles.server";
import { product, smallShop, NOW } from "../../dev-store/graphql/small-shop.ts";
import { exhaustWork } from "../factories/exhaust-work";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

let world: ShopifyWorld;
beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
  await world.exhaust(world.works.import);
});
afterEach(() => world.close());

/** Which products are in which collection: `8: 3 4`. */
const inCollections = async (): Promise<string[]> => {
  const rows = await world.db.acrossShops.selectFrom("ProductCollection").select(["collectionId", "productId"]).orderBy("collectionId").orderBy("productId").execute();
  return [...Map.groupBy(rows, ({ collectionId }) => collectionId)].map(([id, of]) => `${id}: ${of.map(({ productId }) => productId).join(" ")}`);
};
const collections = () => world.db.acrossShops.selectFrom("Collection").select(["id", "title", "deletedAt"]).orderBy("id").execute();
const reads = () => world.db.acrossShops.selectFrom("CollectionRead").select(["kind", "resourceId"]).orderBy("kind").orderBy("resourceId").execute();
const wanted = () => [...world.store.state.collections.values()].filter(({ productIds }) => productIds.length > 0).map(({ id, productIds }) => `${id}: ${[...productIds].sort().join(" ")}`).sort();

/** All that Shopify fired since comes, and what is then asked of Shopify is asked. */
async function told(): Promise<void> {
  for (const { topic, payload } of world.fired()) await world.apply(topic, payload);
  await world.exhaust(world.works.collections);
}

/** A bulk query that was gathered at `gatheredFrom` and says so. */
const imported = (gatheredFrom: number, id: string, collectionIds: string[]) =>
  world.shop().then((shop) => world.db.write((tx) => saveProductCollections(tx, shop.id, [{ id, collectionIds, whole: true }], gatheredFrom, "import")));

describe("collections and their products", () => {
  it("R16 R45 come with the first import", async () => {
    expect(await inCollections()).toEqual(["8: 3 4"]);
    expect(await collections()).toEqual([{ id: "8", title: "Kitchen", deletedAt: null }]);
    expect(await reads()).toEqual([]);
  });

  it("R45 follow a collection that was made, changed by hand or renamed", async () => {
    const { store } = world;
    const gifts = store.collections.create({ title: "Gifts", productIds: ["4"] });
    await told();
    expect(await inCollections()).toEqual(wanted());
    store.collections.update("8", { productIds: ["4"], title: "Cooking" });
    store.collections.update(gifts.id, { productIds: ["3", "4"] });
    await told();
    expect(await inCollections()).toEqual([`${gifts.id}: 3 4`, "8: 4"]);
    expect(await collections()).toMatchObject([{ title: "Gifts" }, { title: "Cooking" }]);
    expect(await reads()).toEqual([]);
  });

  it("R45 follow what rules make of a product, though no webhook of the collection tells of it", async () => {
    const { store } = world;
    const linen = store.collections.create({ title: "Linen", rule: { tag: "linen" } });
    await told();
    expect(await inCollections()).toEqual([`${linen.id}: 3 4`, "8: 3 4"]);
    store.products.update("3", { tags: [] });
    const made = store.products.create({ ...product("50"), variants: [{ priceMinor: 100 }] });
    expect(world.store.state.collections.get(linen.id)?.productIds.sort()).toEqual([made.id, "4"].sort());
    await told();
    expect(await inCollections()).toEqual(wanted());
    store.products.delete("4");
    await told();
    expect(await inCollections()).toEqual([`${linen.id}: ${made.id}`, "8: 3"]);
  });

  it("R45 are mended at night where nothing told of a change, and the report says of how many products", async () => {
    const collection = world.store.state.collections.get("8");
    if (!collection) throw new Error("the small shop has no collection");
    collection.productIds = ["4"];
    world.store.state.collections.set("9", { id: "9", handle: "new", title: "New", description: "", productIds: ["4"] });
    const reconciles = reconcilesWork(world.context);
    await exhaustWork(reconciles);
    world.clock.set(await reconciles.nextDueAt() ?? 0, true);
    await exhaustWork(reconciles);
    await world.exhaust(world.works.import);
    expect(await inCollections()).toEqual(["8: 4", "9: 4"]);
    expect((await readReconciles(world.db, await world.shop())).nights[0]).toMatchObject({ status: "done", mended: { collections: 2 } });
  });

  it("R45 a deleted one stays known as deleted, has no products, and nothing that was gathered before brings it back", async () => {
    const { store } = world;
    store.collections.delete("8");
    await told();
    expect(await inCollections()).toEqual([]);
    expect(await collections()).toEqual([{ id: "8", title: "Kitchen", deletedAt: expect.any(Number) as number }]);
    await imported(NOW + HOUR, "3", ["8"]);
    await world.apply("collections/update", { admin_graphql_api_id: "gid://shopify/Collection/8", title: "Late", updated_at: new Date(NOW + HOUR).toISOString() });
    await world.exhaust(world.works.collections);
    expect(await inCollections()).toEqual([]);
    expect(await collections()).toMatchObject([{ title: "Kitchen", deletedAt: expect.any(Number) as number }]);
  });

  it("R45 one that Shopify no longer knows when it is asked counts as deleted", async () => {
    world.store.collections.update("8", { title: "Cooking" });
    const fired = world.fired();
    world.store.state.collections.delete("8");
    for (const { topic, payload } of fired) await world.apply(topic, payload);
    await world.exhaust(world.works.collections);
    expect(await inCollections()).toEqual([]);
    expect(await collections()).toMatchObject([{ id: "8", deletedAt: expect.any(Number) as number }]);
  });

  it("R45 what was gathered before a product or a collection was asked for alone changes nothing", async () => {
    const gathered = world.clock.now();
    world.clock.set(NOW + HOUR, true);
    const gifts = world.store.collections.create({ title: "Gifts", productIds: ["3"] });
    world.store.products.update("3", { title: "Apron" });
    await told();
    const now = [`${gifts.id}: 3`, "8: 3 4"];
    expect(await inCollections()).toEqual(now);
    await imported(gathered, "3", []);
    await imported(gathered, "4", [gifts.id, "8"]);
    expect(await inCollections()).toEqual(now);
    await imported(world.clock.now() + 1, "4", []);
    expect(await inCollections()).toEqual([`${gifts.id}: 3`, "8: 3"]);
  });

  it("R45 reads a large one page by page, and takes out who left on any of them", async () => {
    const { store } = world;
    for (let id = 1_000; id < 1_600; id += 1) store.state.products.set(String(id), product(String(id)));
    const ids = Array.from({ length: 600 }, (_, index) => String(1_000 + index));
    store.collections.update("8", { productIds: ids });
    await told();
    expect(await inCollections()).toEqual([`8: ${ids.join(" ")}`]);
    world.clock.set(world.clock.now() + HOUR, true);
    const odd = ids.filter((_, index) => index % 2 === 1);
    store.collections.update("8", { productIds: odd });
    await told();
    expect(await inCollections()).toEqual([`8: ${odd.join(" ")}`]);
  });

  it("R45 who left a large one is looked for a piece at a time, each going on where the one before ended", async () => {
    const shop = await world.shop();
    const ids = Array.from({ length: 20 }, (_, index) => String(1_000 + index));
    const seen = (index: number) => (index % 2 === 0 ? NOW : NOW + HOUR);
    await world.db.write((tx) => tx.forShop(shop.id).insertInto("ProductCollection").values(ids.map((productId, index) => ({ shopId: shop.id, collectionId: "9", productId, seenAt: seen(index) }))).execute());
    const left = async () => (await inCollections()).find((line) => line.startsWith("9: "))?.slice(3).split(" ");
    const first = await world.db.write((tx) => takeUnseen(tx, shop.id, "9", NOW + 1, "", 8));
    expect(first).toBe(ids[7]);
    expect(await left()).toEqual(ids.filter((_, index) => index >= 8 || index % 2 === 1));
    const second = await world.db.write((tx) => takeUnseen(tx, shop.id, "9", NOW + 1, first ?? "", 8));
    expect(second).toBe(ids[15]);
    expect(await world.db.write((tx) => takeUnseen(tx, shop.id, "9", NOW + 1, second ?? "", 8))).toBeNull();
    expect(await left()).toEqual(ids.filter((_, index) => index % 2 === 1));
  });

  it("R45 asks once more where something changed while Shopify was being asked", async () => {
    const { store } = world;
    let changes = 1;
    const work = collectionReadsWork(world.context, async () => {
      const api = await world.openAdminApi();
      return {
        ask: async (query, variables) => {
          const answer = await api.ask(query, variables);
          if (changes-- > 0) {
            store.collections.update("8", { productIds: ["3"] });
            store.products.update("3", { title: "Apron" });
            for (const { topic, payload } of world.fired()) await world.apply(topic, payload);
          }
          return answer;
        },
      };
    });
    store.collections.update("8", { productIds: ["4"] });
    for (const { topic, payload } of world.fired()) await world.apply(topic, payload);
    await world.exhaust(work);
    expect(await inCollections()).toEqual(["8: 3"]);
    expect(await reads()).toEqual([]);
  });

  it("R45 tries again what failed for a while, and leaves to the night what fails for good", async () => {
    world.faults.push(new AdminApiError("busy", { retryable: true, code: "THROTTLED" }));
    world.store.collections.update("8", { productIds: ["4"] });
    await told();
    expect(await inCollections()).toEqual(["8: 4"]);
    world.faults.push(new AdminApiError("no scope", { retryable: false, code: "ACCESS_DENIED" }));
    world.store.collections.update("8", { productIds: ["3"] });
    await told();
    expect(await inCollections()).toEqual(["8: 4"]);
    expect(await reads()).toEqual([]);
  });

  it("R16 R17 R20 what a definition names and was deleted in Shopify is warned of, with what it was called", async () => {
    world.store.products.delete("3");
    world.store.collections.delete("8");
    await told();
    const shop = await world.shop();
    const names = { products: [{ id: "3", title: "Apron" }, { id: "4", title: "Board" }, { id: "999", title: "Unheard of" }], collections: [{ id: "8", title: "Kitchen" }] };
    const of = (entry: object): ScenarioDefinition => ({ ...cartSeries(), entryPoints: [{ id: "entry", version: 1, ...entry } as ScenarioDefinition["entryPoints"][number]] });
    const warned = async (definition: ScenarioDefinition) => (await checkScenario(world.context, shop.id, definition)).filter(({ key }) => key.endsWith("-gone")).map(({ severity, path, key, values }) => [severity, path.replace("entryPoints[0].config.", ""), key, values?.["title"]]);
    expect(await warned(of({ type: "added-to-cart", config: { of: "products", products: names.products } }))).toEqual([["warning", "products", "entryPoints:problems.products-gone", "Apron"]]);
    expect(await warned(of({ type: "added-to-cart", config: { of: "collections", collections: names.collections } }))).toEqual([["warning", "collections", "entryPoints:problems.collections-gone", "Kitchen"]]);
    const ordered = { orders: { are: "any" }, spent: null };
    expect(await warned(of({ type: "order-placed", config: { ...ordered, products: { of: "products", products: names.products } } }))).toEqual([["warning", "products.products", "entryPoints:problems.products-gone", "Apron"]]);
    expect(await warned(of({ type: "order-placed", config: { ...ordered, products: { of: "collections", collections: names.collections } } }))).toEqual([["warning", "products.collections", "entryPoints:problems.collections-gone", "Kitchen"]]);
    const condition: Segment = { match: "all", groups: [{ match: "all", conditions: [
      { fact: "orders", operator: "at-least", count: 1, period: { is: "ever" }, of: { by: "collection", collectionId: "8", title: "Kitchen" } },
      { fact: "event", type: "product_viewed", operator: "at-least", count: 1, period: { is: "ever" }, filters: [{ property: "collection", operator: "is", value: "8", title: "Kitchen" }] },
      { fact: "orders", operator: "at-least", count: 1, period: { is: "ever" }, of: { by: "product", productId: "3", title: "Apron" } },
    ] }] };
    const choices = await readShopChoices(world.db, shop, condition);
    expect(checkSegment(condition, choices).map(({ severity, path, key }) => [severity, path, key])).toEqual([
      ["warning", "groups[0].conditions[0].of.collectionId", "entryPoints:problems.collections-gone"], ["warning", "groups[0].conditions[1].filters[0].value", "entryPoints:problems.collections-gone"],
      ["warning", "groups[0].conditions[2].of.productId", "entryPoints:problems.products-gone"],
    ]);
    expect(await saveSegment(world.context, shop, { id: null, name: "Cooks", definition: condition })).toMatchObject({ ok: true });
  });

  it("R45 many webhooks of one product are one look", async () => {
    for (let nth = 0; nth < 5; nth += 1) world.store.products.update("3", { title: `Apron ${nth}` });
    for (const { topic, payload } of world.fired()) await world.apply(topic, payload);
    expect(await reads()).toEqual([{ kind: "product", resourceId: "3" }]);
    const asked = world.asked();
    await world.exhaust(world.works.collections);
    expect(world.asked() - asked).toBe(1);
  });
});
