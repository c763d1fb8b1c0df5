import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { readReconciles } from "~/queries/reconciles.server";
import { reconcilesWork } from "~/runtime/shopify/reconciles.server";
import { product, smallShop, NOW } from "../../dev-store/graphql/small-shop.ts";
import { exhaustWork } from "../factories/exhaust-work";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

let world: ShopifyWorld;
let reconciles: ReturnType<typeof reconcilesWork>;
beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  reconciles = reconcilesWork(world.context);
  await world.install();
  await world.exhaust(world.works.import);
  await exhaustWork(reconciles);
});
afterEach(() => world.close());

const jobs = () => world.db.acrossShops.selectFrom("ImportJob").selectAll().where("purpose", "=", "reconcile").orderBy("id").execute();
const report = async () => readReconciles(world.db, await world.shop());
const row = (shopifyId: string) => world.db.acrossShops.selectFrom("Customer").selectAll().where("shopifyId", "=", shopifyId).executeTakeFirstOrThrow();
const tagsOf = async (customerId: string) => (await world.db.acrossShops.selectFrom("CustomerTag").select("tag").where("customerId", "=", customerId).orderBy("tag").execute()).map(({ tag }) => tag);
const countOf = async (table: "Run" | "Event" | "EntryDecision" | "ImportJob") => Number((await world.db.acrossShops.selectFrom(table).select((of) => of.fn.countAll().as("n")).executeTakeFirstOrThrow()).n);

/** The coming night, whole. */
async function night(): Promise<void> {
  const due = await reconciles.nextDueAt();
  world.clock.set(due ?? 0, true);
  await exhaustWork(reconciles);
  await world.exhaust(world.works.import);
}

describe("the nightly reconcile", () => {
  it("R45 comes in a quiet hour of the shop, once a night, and where nothing was missed it mends nothing", async () => {
    const { timeZone } = await world.shop();
    const due = await reconciles.nextDueAt() ?? 0;
    const hour = Number(new Intl.DateTimeFormat("en", { hour: "numeric", hourCycle: "h23", timeZone }).format(due));
    expect(hour).toBeGreaterThanOrEqual(3);
    expect(hour).toBeLessThan(5);
    await night();
    await exhaustWork(reconciles);
    expect((await jobs()).map(({ kind, status, mended }) => [kind, status, mended.replaceAll(/[{}]/g, "")])).toEqual([["customers", "done", ""], ["products", "done", ""], ["collections", "done", ""], ["orders", "done", ""]]);
    expect((await report()).nights).toMatchObject([{ at: due, status: "done", mended: {}, unreadable: 0 }]);
    expect((await report()).nextAt).toBeGreaterThan(due + 20 * HOUR);
  });

  it("R45 mends what no webhook told: customers, tags, consents, products, orders; says how much, and lets nobody in", async () => {
    const { store } = world;
    world.clock.set(NOW + HOUR, true);
    const added = store.customers.create({ email: "new@example.com", firstName: "New", lastName: "One", tags: ["fresh"] });
    const [known] = [...store.state.customers.values()];
    if (!known) throw new Error("the small shop has nobody");
    store.customers.update(known.id, { firstName: "Renamed" });
    store.customers.addTags(known.id, ["unheard-of"]);
    store.customers.setEmailConsent(known.id, { state: "UNSUBSCRIBED", optInLevel: "SINGLE_OPT_IN" });
    const made = store.products.create({ ...product("50"), variants: [{ title: "Sand", sku: "S", priceMinor: 4900, inventory: 3 }] });
    const [order] = [...store.state.orders.values()].filter(({ createdAt }) => createdAt > NOW - 50 * DAY);
    if (!order) throw new Error("the small shop has no order");
    order.updatedAt = world.clock.now();
    await world.db.write((tx) => tx.acrossShops.deleteFrom("ShopOrder").where("id", "=", order.id).execute());
    world.fired();
    const [runs, events, decisions] = [await countOf("Run"), await countOf("Event"), await countOf("EntryDecision")];
    await night();
    expect(await row(added.id)).toMatchObject({ email: "new@example.com", firstName: "New" });
    const { id, firstName } = await row(known.id);
    expect(firstName).toBe("Renamed");
    expect(await tagsOf(id)).toContain("unheard-of");
    expect(await world.db.acrossShops.selectFrom("CustomerConsent").select("state").where("customerId", "=", id).where("source", "in", ["import", "shopify"]).execute()).toContainEqual({ state: "withdrawn" });
    expect(await world.db.acrossShops.selectFrom("Product").select("title").where("id", "=", made.id).executeTakeFirst()).toEqual({ title: made.title });
    expect((await report()).nights[0]).toMatchObject({ status: "done", mended: { customersAdded: 1, customersChanged: 1, tags: 1, consents: 1, productsAdded: 1, ordersAdded: 1 } });
    expect(await world.db.acrossShops.selectFrom("ShopOrder").select(["source", "totalMinor"]).where("id", "=", order.id).executeTakeFirst()).toEqual({ source: "import", totalMinor: order.totalMinor });
    expect([await countOf("Run"), await countOf("Event"), await countOf("EntryDecision")]).toEqual([runs, events, decisions]);
    await night();
    expect((await report()).nights.map(({ mended }) => Object.keys(mended).length)).toEqual([0, 6]);
  });

  it("R45 R42 keeps what was decided here later and Shopify has yet to hear", async () => {
    const [known] = [...world.store.state.customers.values()].filter(({ email }) => email !== null);
    if (!known) throw new Error("nobody has an e-mail");
    const { id } = await row(known.id);
    const consentId = (await world.db.acrossShops.selectFrom("Consent").select("id").where("key", "=", "newsletter").executeTakeFirstOrThrow()).id;
    world.clock.set(NOW + HOUR, true);
    const at = world.clock.now();
    await world.db.write(async (tx) => {
      await tx.acrossShops.deleteFrom("CustomerConsent").where("customerId", "=", id).execute();
      await tx.acrossShops.insertInto("CustomerConsent").values({ shopId: 1, customerId: id, consentId, state: "granted", changedAt: at, source: "scenario", evidence: null }).execute();
      await tx.acrossShops.insertInto("ShopifyWrite").values({ shopId: 1, kind: "email-consent", subjectId: id, payload: "{}", revision: 1, status: "failed", attempts: 9, nextTryAt: at, queuedAt: at }).execute();
    });
    known.emailConsent = { state: "NOT_SUBSCRIBED", optInLevel: null, updatedAt: null };
    world.clock.set(NOW + 2 * HOUR, true);
    world.store.customers.update(known.id, { firstName: "Renamed" });
    await night();
    expect(await world.db.acrossShops.selectFrom("CustomerConsent").select(["state", "source"]).where("customerId", "=", id).where("consentId", "=", consentId).execute()).toEqual([{ state: "granted", source: "scenario" }]);
  });

  it("R45 is left out while an import is under way, and the next one begins where the last that succeeded began", async () => {
    await night();
    const [first] = await jobs();
    await world.db.write((tx) => tx.acrossShops.updateTable("ImportJob").set({ status: "failed", error: "no" }).where("id", "=", first?.id ?? "").execute());
    world.clock.set((await reconciles.nextDueAt()) ?? 0, true);
    await exhaustWork(reconciles);
    const customers = (await jobs()).filter(({ kind }) => kind === "customers");
    expect(customers).toMatchObject([{ status: "waiting", since: NOW }]);
    expect((await jobs()).find(({ kind, status }) => kind === "products" && status === "waiting")?.since).toBe(first?.createdAt);
    const before = await countOf("ImportJob");
    world.clock.set((await reconciles.nextDueAt()) ?? 0, true);
    await exhaustWork(reconciles);
    expect(await countOf("ImportJob")).toBe(before);
  });

  it("R45 nights in which nothing ran are made up for once, and two processes ask once", async () => {
    world.clock.set(NOW + 9 * DAY, true);
    await Promise.all([reconciles.runDue(), reconcilesWork(world.context).runDue()]);
    expect(await countOf("ImportJob")).toBe(8);
    expect(await reconciles.nextDueAt()).toBeGreaterThan(NOW + 9 * DAY);
  });

  it("R45 of a shop that uninstalled the app nothing is asked", async () => {
    await world.apply("app/uninstalled", {}, { at: NOW + MINUTE });
    world.clock.set(NOW + 2 * DAY, true);
    expect(await exhaustWork(reconciles)).toBe(0);
    expect(await reconciles.nextDueAt()).toBeNull();
  });

  it("R45 shows what it could not read", async () => {
    await night();
    await world.db.write((tx) => tx.acrossShops.updateTable("ImportJob").set({ unreadable: 2, problem: "no price" }).where("purpose", "=", "reconcile").where("kind", "=", "products").execute());
    expect((await report()).nights[0]).toMatchObject({ unreadable: 2, problem: "no price" });
  });
});
