import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AdminApiError, type AdminApi } from "~/adapters/shopify/admin-api";
import { DAY, HOUR, MINUTE, type Instant } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import { priceDrop, type PriceDropConfig } from "~/entry-points/price-drop/definition";
import { readCustomerTimeline } from "~/queries/customer-timeline.server";
import { marketPricesWork } from "~/runtime/prices/market-prices.server";
import { schedulesWork } from "~/runtime/schedules/schedules.server";
import { keepSchedules } from "~/services/scenarios/keep-schedules.server";
import { seePrices, type SeenPrice } from "~/services/prices/see-prices.server";
import { markFavourites } from "~/services/prices/mark-favourites.server";
import { saveProducts } from "~/services/shopify/save-products.server";
import { product as storeProduct, smallShop } from "../../dev-store/graphql/small-shop.ts";
import type { Product } from "../../dev-store/state/types.ts";
import { delayNode, emailNode, openEngineWorld, T0, type EngineWorld } from "../factories/engine-world";
import { exhaustWork } from "../factories/exhaust-work";
import { localAdminApi } from "../factories/local-admin-api";

let world: EngineWorld;
let api: Awaited<ReturnType<typeof localAdminApi>>;
let store: ReturnType<typeof smallShop>["store"];
let faults: AdminApiError[];
let schedules: ReturnType<typeof schedulesWork>;
let prices: ReturnType<typeof marketPricesWork>;

beforeEach(async () => {
  world = await openEngineWorld();
  store = smallShop().store;
  for (const id of ["3", "4", "5"]) store.state.products.set(id, storeProduct(id));
  api = await localAdminApi(store, world.clock);
  faults = [];
  const openAdminApi = async (): Promise<AdminApi> => ({ ask: (query, variables) => { const fault = faults.shift(); return fault ? Promise.reject(fault) : api.api.ask(query, variables); } });
  schedules = schedulesWork(world.context);
  prices = marketPricesWork(world.context, openAdminApi);
  await catalogue(T0 - 10 * DAY);
  for (const id of ["ola", "jan"]) await world.addCustomer(id);
});
afterEach(async () => {
  await api.close();
  await world.close();
});

/** The app learns of the store's products as it stands. */
async function catalogue(updatedAt = world.clock.now()): Promise<void> {
  await world.db.write((tx) => saveProducts(tx, world.shop, [...store.state.products.values()].map(({ id, title, handle, vendor, type, status, tags, variants }: Product) => ({
    id, title, handle, vendor, type, status, tags, imageUrl: null, updatedAt, variantIds: variants.map((variant) => variant.id),
    variants: variants.map((variant, index) => ({ id: variant.id, title: variant.title, sku: variant.sku, priceMinor: variant.priceMinor, compareAtMinor: null, available: variant.inventory > 0, imageUrl: null, position: index })),
  }))));
}

/** The merchant changes a price in the store, and the app hears of it. */
async function costs(variantId: string, priceMinor: number): Promise<void> {
  store.products.setPrice(variantId, priceMinor);
  await catalogue();
}

const sees = (subjectId: string, over: Partial<SeenPrice> = {}): Promise<void> =>
  world.db.write((tx) => seePrices(tx, [{ shopId: world.shop.id, known: 1, subjectId, productId: "3", variantId: "31", market: "", priceMinor: 4900, currency: "EUR", at: world.clock.now(), did: "product_viewed", ...over }]));

const config = (over: Partial<PriceDropConfig> = {}): PriceDropConfig => ({ ...priceDrop.defaults, check: { every: "days", days: 1, time: "09:00" }, ...over });

async function activate(over: Partial<PriceDropConfig> = {}, settings: Partial<ScenarioDefinition["settings"]["reentry"]> = {}, id = "s1"): Promise<void> {
  await world.activate({
    format: 1, settings: { reentry: { whileInside: "new-instance", afterEnd: "always", minIntervalHours: 24, ...settings }, exits: { onOrder: false, onPage: [] } },
    entryPoints: [{ id: `drop-${id}`, type: "price-drop", version: 1, config: config(over) }], firstStepId: "wait", steps: [delayNode("wait", "mail"), emailNode("mail", null)],
  }, id);
  await world.db.write((tx) => keepSchedules(tx, world.deps(), world.shop.id, [id]));
}

/** Goes to the next 9:00 in Warsaw and does all that falls due then. */
async function nextCheck(): Promise<void> {
  const nine = 8 * HOUR;
  const next: Instant = Math.floor((world.clock.now() - nine) / DAY) * DAY + DAY + nine;
  world.clock.set(next, true);
  await work();
}

async function work(): Promise<void> {
  for (let done = 1; done > 0;) done = (await exhaustWork(schedules)) + (await exhaustWork(prices));
}

const told = async () => (await world.runs()).map((run) => ({ customer: run.customerId, drops: (JSON.parse(run.context) as TriggerContext).drops?.map(({ variantId, wasMinor, nowMinor, currency }) => `${variantId}: ${wasMinor} > ${nowMinor} ${currency}`) }));

describe("the check of a price drop", () => {
  it("R18e one run a customer and check, with all that dropped, the largest drop first, and old and new price", async () => {
    await activate();
    await sees("ola");
    await sees("ola", { productId: "4", variantId: "41" });
    await sees("ola", { productId: "5", variantId: "51" });
    await sees("jan", { productId: "5", variantId: "51" });
    await costs("31", 4000);
    await costs("41", 2450);
    await nextCheck();
    expect(await told()).toEqual([{ customer: "ola", drops: ["41: 4900 > 2450 EUR", "31: 4900 > 4000 EUR"] }]);
    const [run] = await world.runs();
    expect(JSON.parse(run?.context ?? "")).toMatchObject({ productIds: ["3", "4"], stage: "price-drop", drops: [{ productId: "4", lowestMinor: 4900 }, { productId: "3", lowestMinor: 4900 }] });
    const { items } = await readCustomerTimeline(world.db, world.shop.id, "ola", null);
    expect(items.find(({ kind }) => kind === "entered")?.drops).toEqual([
      { title: store.state.products.get("4")?.title, wasMinor: 4900, nowMinor: 2450, currency: "EUR" }, { title: store.state.products.get("3")?.title, wasMinor: 4900, nowMinor: 4000, currency: "EUR" },
    ]);
  });

  it("R18a by percent, by amount, and by both", async () => {
    await activate({ minimum: { percent: 20, amountMinor: null } }, {}, "percent");
    await activate({ minimum: { percent: null, amountMinor: 800 } }, {}, "amount");
    await activate({ minimum: { percent: 15, amountMinor: 1000 } }, {}, "both");
    await sees("ola");
    await costs("31", 4000);
    await nextCheck();
    expect((await world.runs()).map(({ scenarioId }) => scenarioId)).toEqual(["amount"]);
  });

  it("R18b did: viewed, added or marked within the days; all by choice", async () => {
    await activate({ audience: { mode: "did", viewed: true, added: true, favourite: false, match: "all", days: 2 } });
    await sees("ola");
    await sees("jan");
    await sees("jan", { did: "product_added_to_cart" });
    await costs("31", 4000);
    await nextCheck();
    expect((await told()).map(({ customer }) => customer)).toEqual(["jan"]);
    await sees("ola", { productId: "4", variantId: "41" });
    await sees("ola", { productId: "4", variantId: "41", did: "product_added_to_cart" });
    world.clock.set(world.clock.now() + 3 * DAY, true);
    await costs("41", 100);
    await nextCheck();
    expect(await world.runs()).toHaveLength(1);
  });

  it("R18b has: in the cart as it is now, among the favourites, and both where both are ticked", async () => {
    const cart = (token: string, customerId: string, more: object = {}) => world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Cart").values({
      shopId: world.shop.id, token, visitorId: `browser of ${customerId}`, customerId, currency: "EUR", totalMinor: 4900, lines: JSON.stringify([{ productId: "3", variantId: "31", quantity: 1, lineMinor: 4900 }]), updatedAt: world.clock.now(), ...more,
    }).execute());
    for (const id of ["ida", "eva"]) await world.addCustomer(id);
    for (const id of ["ola", "jan", "ida", "eva"]) await sees(id, { did: null });
    await cart("c1", "ola");
    await cart("c2", "jan", { orderedAt: world.clock.now() });
    await cart("c3", "ida");
    await cart("c4", "ida", { lines: "[]", updatedAt: world.clock.now() + 1 });
    await world.db.write((tx) => markFavourites(tx, (["ola", "jan", "eva"] as const).map((subjectId) => ({ shopId: world.shop.id, known: 1, subjectId, productId: "3", variantId: "31", marked: subjectId === "eva" ? 0 : 1, changedAt: world.clock.now() }))));
    await costs("31", 4000);
    await activate({ audience: { mode: "has", cart: true, favourites: false } }, {}, "cart");
    await nextCheck();
    expect((await told()).map(({ customer }) => customer)).toEqual(["ola"]);
    await costs("31", 3000);
    await activate({ audience: { mode: "has", cart: true, favourites: true } }, {}, "both");
    await activate({ audience: { mode: "has", cart: false, favourites: true } }, {}, "favourites");
    world.clock.set(world.clock.now() + MINUTE, true);
    await nextCheck();
    const later = (await world.runs()).slice(1).map(({ customerId }) => customerId);
    expect(later.sort()).toEqual(["jan", "ola"]);
  });

  it("R18c comes round every so many days, or on weekdays, at its hour of the shop's clock", async () => {
    await activate({ check: { every: "week", weekdays: [5], time: "09:00" } });
    await sees("ola");
    await costs("31", 4000);
    await nextCheck();
    await nextCheck();
    expect(await world.runs()).toHaveLength(0);
    await nextCheck();
    expect(await world.runs()).toHaveLength(1);
  });

  it("R18d passes over what the customer bought in the last days, unless the order was cancelled", async () => {
    await activate({ skipBoughtDays: 5 });
    await sees("ola");
    await sees("jan");
    const order = (id: string, customerId: string, cancelledAt: number | null) => world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).insertInto("ShopOrder").values({ shopId: world.shop.id, id, name: id, customerId, totalMinor: 1, refundedMinor: 0, currency: "EUR", placedAt: T0, cancelledAt, updatedAt: T0, source: "live" }).execute();
      await tx.forShop(world.shop.id).insertInto("OrderLine").values({ shopId: world.shop.id, orderId: id, id: `${id}-1`, productId: "3", variantId: "31", title: "x", quantity: 1, totalMinor: 1 }).execute();
    });
    await order("o1", "ola", null);
    await order("o2", "jan", T0);
    await costs("31", 4000);
    await nextCheck();
    expect((await told()).map(({ customer }) => customer)).toEqual(["jan"]);
    world.clock.set(world.clock.now() + 5 * DAY, true);
    await nextCheck();
    expect((await told()).map(({ customer }) => customer)).toEqual(["jan", "ola"]);
  });

  it("R18e the same drop is never announced twice, by no scenario; a rise and a fall below it count again", async () => {
    await activate();
    await activate({ minimum: { percent: null, amountMinor: 1 } }, {}, "another");
    await sees("ola");
    await costs("31", 4000);
    await nextCheck();
    await nextCheck();
    expect(await world.runs()).toHaveLength(1);
    await costs("31", 6000);
    await nextCheck();
    await costs("31", 4100);
    await nextCheck();
    expect(await world.runs()).toHaveLength(1);
    await costs("31", 3900);
    await nextCheck();
    expect((await told()).at(-1)).toEqual({ customer: "ola", drops: ["31: 4900 > 3900 EUR"] });
    expect(await world.runs()).toHaveLength(2);
  });

  it("R18e a refused entry announces nothing: the drop is told by the next check that lets in", async () => {
    await activate({}, { whileInside: "ignore" });
    await sees("ola");
    await costs("31", 4000);
    await nextCheck();
    await world.settle();
    await sees("ola", { productId: "4", variantId: "41" });
    await costs("41", 4000);
    await nextCheck();
    expect(await world.runs()).toHaveLength(1);
    await world.settle();
    await world.hand();
    await nextCheck();
    expect(await told()).toMatchObject([{ drops: ["31: 4900 > 4000 EUR"] }, { drops: ["41: 4900 > 4000 EUR"] }]);
  });

  it("R18e out of stock, drafts and what was deleted are left out", async () => {
    await activate();
    for (const [productId, variantId] of [["3", "31"], ["4", "41"], ["5", "51"]] as const) {
      await sees("ola", { productId, variantId });
      await costs(variantId, 1000);
    }
    store.products.setInventory("31", 0);
    store.products.update("4", { status: "DRAFT" });
    await catalogue();
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Product").set({ deletedAt: T0 }).where("id", "=", "5").execute());
    await nextCheck();
    expect(await world.runs()).toHaveLength(0);
  });

  it("R18 a visitor who is nobody yet is told nothing", async () => {
    await activate();
    await sees("a-browser", { known: 0 });
    await costs("31", 4000);
    await nextCheck();
    expect(await world.runs()).toHaveLength(0);
  });
});

describe("prices of a country", () => {
  const inCzechia = { market: "CZ", priceMinor: 122_500, currency: "CZK" };
  const czk = (rate: number, fixed: Record<string, number> = {}) => store.state.markets.set("CZ", { currency: "CZK", rate, fixed });

  it("R18e today's price of the market seen is read at the check, in its currency; the amount is converted at the rate of the time of seeing", async () => {
    czk(25);
    await activate({ minimum: { percent: null, amountMinor: 900 } });
    await sees("ola", inCzechia);
    await sees("jan", { ...inCzechia, productId: "4", variantId: "41" });
    await costs("31", 4000);
    await costs("41", 4100);
    await nextCheck();
    expect(await told()).toEqual([{ customer: "ola", drops: ["31: 122500 > 100000 CZK"] }]);
    const { items } = await readCustomerTimeline(world.db, world.shop.id, "ola", null);
    expect(items.find(({ kind }) => kind === "entered")?.drops).toMatchObject([{ wasMinor: 122_500, nowMinor: 100_000, currency: "CZK" }]);
  });

  it("R18e a move of the exchange rate alone is no drop, however far", async () => {
    czk(25);
    await activate();
    await sees("ola", inCzechia);
    czk(10);
    await nextCheck();
    expect(await told()).toEqual([]);
    await costs("31", 4000);
    await nextCheck();
    expect(await told()).toMatchObject([{ drops: ["31: 122500 > 40000 CZK"] }]);
  });

  it("R18e a country with the shop's currency and a price of its own: that price counts, not the shop's", async () => {
    store.state.markets.set("DE", { currency: "EUR", rate: 1, fixed: { "31": 5500 } });
    await activate();
    await sees("ola", { market: "DE", priceMinor: 5500 });
    await costs("31", 3000);
    await nextCheck();
    expect(await told()).toEqual([]);
    store.state.markets.set("DE", { currency: "EUR", rate: 1, fixed: { "31": 4400 } });
    await nextCheck();
    expect(await told()).toMatchObject([{ drops: ["31: 5500 > 4400 EUR"] }]);
  });

  it("R18e where Shopify does not answer the check waits and asks again; after an hour it goes on without", async () => {
    czk(25);
    await activate();
    await sees("ola", inCzechia);
    await sees("jan");
    await costs("31", 4000);
    faults.push(new AdminApiError("busy", { retryable: true, code: "THROTTLED" }));
    await nextCheck();
    expect(await told()).toEqual([]);
    world.clock.set(world.clock.now() + MINUTE, true);
    await work();
    expect((await told()).map(({ customer }) => customer).sort()).toEqual(["jan", "ola"]);

    await costs("31", 3000);
    for (let n = 0; n < 20; n += 1) faults.push(new AdminApiError("down", { retryable: true, code: "DOWN" }));
    await nextCheck();
    world.clock.set(world.clock.now() + HOUR, true);
    await work();
    expect((await told()).slice(2).map(({ customer }) => customer)).toEqual(["jan"]);
    const occurrences = await world.db.forShop(world.shop.id).selectFrom("EntryOccurrence").select(["outcome", "taken"]).orderBy("dueAt").execute();
    expect(occurrences).toEqual([{ outcome: "done", taken: 2 }, { outcome: "done", taken: 1 }]);
  });
});
