import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { DAY, HOUR, type Instant } from "~/domain/instant";
import { highestSince, lowestBefore } from "~/domain/price-drop/price-history";
import { forgetPrices } from "~/runtime/prices/forget-prices.server";
import { readPriceHistory } from "~/runtime/prices/read-price-history.server";
import { upkeepWork } from "~/runtime/upkeep.server";
import { markFavourites } from "~/services/prices/mark-favourites.server";
import { saveMarketPrices } from "~/services/prices/save-market-prices.server";
import { openEngineWorld, T0, type EngineWorld } from "../factories/engine-world";
import { exhaustWork } from "../factories/exhaust-work";

const NOW = T0;
let world: EngineWorld;
let shopId: number;
beforeEach(async () => {
  world = await openEngineWorld();
  shopId = world.shop.id;
});
afterEach(() => world.close());

const row = (subjectId: string, more: object = {}) => ({
  shopId, known: 1, subjectId, variantId: "31", market: "", productId: "3", priceMinor: 4900, currency: "EUR", baseMinor: 4900, seenAt: NOW - 400 * DAY, viewedAt: null, addedAt: null, favouredAt: null, announcedMinor: null, announcedAt: null, ...more,
});
const seen = (...rows: ReturnType<typeof row>[]) => world.db.write((tx) => insertRows(tx.acrossShops, "PriceSeen", rows));
const left = async () => (await world.db.forShop(shopId).selectFrom("PriceSeen").select("subjectId").orderBy("subjectId").execute()).map(({ subjectId }) => subjectId);
const variant = (id: string) => world.db.write((tx) => tx.forShop(shopId).insertInto("Variant").values({ shopId, id, productId: "3", title: "", sku: "", priceMinor: 4900, compareAtMinor: null, currency: "EUR", available: 1, imageUrl: null, position: 1 }).execute());
const changes = (variantId: string, history: readonly { at: Instant; priceMinor: number }[], market = "") => world.db.write((tx) => insertRows(tx.acrossShops, "PriceChange", history.map((change) => ({ shopId, variantId, market, currency: "EUR", ...change }))));
async function forget(now: Instant = NOW): Promise<number> {
  let pieces = 0;
  for await (const _ of forgetPrices(world.db, now)) pieces += 1;
  return pieces;
}

describe("prices that nothing asks for any more", () => {
  it("R18b what was seen, viewed, added or marked within 60 days stays; what is older goes", async () => {
    await seen(
      row("gone"), row("seen", { seenAt: NOW - 60 * DAY }), row("viewed", { viewedAt: NOW - 60 * DAY }), row("added", { addedAt: NOW - 60 * DAY }), row("marked", { favouredAt: NOW - 60 * DAY }), row("visitor", { known: 0 }),
      row("long-ago", { seenAt: NOW - 62 * DAY, viewedAt: NOW - 62 * DAY }),
    );
    await forget();
    expect(await left()).toEqual(["added", "marked", "seen", "viewed"]);
  });

  it("R18b favourites and what lies in the cart now stay, however old: a scenario may ask for them", async () => {
    const cart = (token: string, more: object) => ({ shopId, token, visitorId: null, customerId: null, currency: "EUR", totalMinor: 4900, lines: JSON.stringify([{ productId: "3", variantId: "31", quantity: 1, lineMinor: 4900 }]), updatedAt: NOW - 300 * DAY, orderedAt: null, ...more });
    await seen(row("cart"), row("ordered"), row("other-variant", { variantId: "32" }), row("favourite"), row("no-more"), row("browser", { known: 0 }), row("browser-marked", { known: 0 }));
    await world.db.write(async (tx) => {
      await tx.forShop(shopId).insertInto("Cart").values([cart("c1", { customerId: "cart" }), cart("c2", { customerId: "ordered", orderedAt: NOW }), cart("c3", { customerId: "other-variant" }), cart("c4", { visitorId: "browser" })]).execute();
      await markFavourites(tx, [["favourite", 1, 1], ["no-more", 1, 0], ["browser-marked", 0, 1]].map(([subjectId, known, marked]) => ({ shopId, known: known as 0 | 1, subjectId: String(subjectId), productId: "3", variantId: "31", marked: marked as 0 | 1, changedAt: NOW - 300 * DAY })));
    });
    await forget();
    expect(await left()).toEqual(["browser", "browser-marked", "cart", "favourite"]);
  });

  it("R18g what was announced stays for a year, so that nothing announces it again", async () => {
    await seen(row("told", { announcedMinor: 4000, announcedAt: NOW - 364 * DAY }), row("told-long-ago", { announcedMinor: 4000, announcedAt: NOW - 366 * DAY }));
    await forget();
    expect(await left()).toEqual(["told"]);
  });

  it("R18j of the history goes what no reference price and no announcement reaches back to: both say the same before and after", async () => {
    const step = fc.record({ days: fc.integer({ min: 1, max: 200 }), priceMinor: fc.integer({ min: 1, max: 9 }) });
    const histories = fc.sample(fc.array(step, { minLength: 1, maxLength: 12 }), { numRuns: 60, seed: 7 }).map((steps, index) => {
      let at = NOW;
      return { variantId: `v${String(index).padStart(2, "0")}`, changes: steps.map(({ days, priceMinor }) => ({ at: (at -= days * DAY), priceMinor })) };
    });
    for (const { variantId, changes: history } of histories) {
      await variant(variantId);
      await changes(variantId, history);
    }
    await forget();
    const after = await readPriceHistory(world.db, shopId, histories.map(({ variantId }) => variantId));
    let kept = 0;
    for (const { variantId, changes: before } of histories) {
      const now = after(variantId, { market: "", asTheShop: true });
      kept += now.length;
      expect(lowestBefore(now, NOW), variantId).toBe(lowestBefore(before, NOW));
      const fallen = { at: NOW + DAY, priceMinor: 1 };
      expect(lowestBefore([...now, fallen], NOW + DAY), variantId).toBe(lowestBefore([...before, fallen], NOW + DAY));
      for (const since of [1, 90, 364]) expect(highestSince(now, NOW - since * DAY, NOW), `${variantId} since ${since} days`).toBe(highestSince(before, NOW - since * DAY, NOW));
    }
    expect(kept).toBeLessThan(histories.reduce((sum, { changes: { length } }) => sum + length, 0));
  });

  it("R18j the price that still stands stays, however old; of a variant that is gone nothing does", async () => {
    await variant("31");
    await changes("31", [{ at: NOW - 900 * DAY, priceMinor: 4900 }]);
    await changes("99", [{ at: NOW - 900 * DAY, priceMinor: 4900 }]);
    await forget();
    expect(await world.db.forShop(shopId).selectFrom("PriceChange").select("variantId").execute()).toEqual([{ variantId: "31" }]);
  });

  it("R18i prices of countries go when no check wanted them for 60 days; asked for again, the same price is no change", async () => {
    const country = (variantId: string, more: object) => ({ shopId, market: "CZ", variantId, priceMinor: 100_000, currency: "CZK", readAt: NOW - 70 * DAY, dueAt: null, attempts: 0, ...more });
    await world.db.write((tx) => tx.forShop(shopId).insertInto("MarketPrice").values([country("31", {}), country("32", { readAt: NOW - 60 * DAY }), country("33", { dueAt: NOW })]).execute());
    for (const id of ["31", "32"]) await variant(id);
    await world.db.write((tx) => insertRows(tx.acrossShops, "PriceChange", [{ shopId, variantId: "31", market: "CZ", at: NOW - 90 * DAY, priceMinor: 100_000, currency: "CZK" }]));
    await forget();
    const kept = () => world.db.forShop(shopId).selectFrom("MarketPrice").select(["variantId", "priceMinor"]).orderBy("variantId").execute();
    expect((await kept()).map(({ variantId }) => variantId)).toEqual(["32", "33"]);
    await world.db.write(async (tx) => {
      await tx.forShop(shopId).insertInto("MarketPrice").values(country("31", { priceMinor: null, currency: null, readAt: null, dueAt: NOW })).execute();
      await saveMarketPrices(tx, { shopId, market: "CZ" }, [{ variantId: "31", priceMinor: 100_000, currency: "CZK" }], NOW);
    });
    expect(await world.db.forShop(shopId).selectFrom("PriceChange").select("at").execute()).toEqual([{ at: NOW - 90 * DAY }]);
  });

  it("goes in pieces, each shop by itself, and comes round once a day", async () => {
    const other = await world.addShop("other.myshopify.com");
    const many = Array.from({ length: 4_100 }, (_, index) => row(`c${String(index).padStart(4, "0")}`, index % 2 === 0 ? {} : { seenAt: NOW - DAY }));
    for (let start = 0; start < many.length; start += 1_000) await seen(...many.slice(start, start + 1_000));
    await seen(row("theirs", { shopId: other.id }), row("theirs-lately", { shopId: other.id, seenAt: NOW }));
    const clock = Object.assign(world.clock, { realNow: NOW });
    const upkeep = upkeepWork({ db: world.db, clock });
    expect(await exhaustWork(upkeep)).toBe(9);
    expect(await left()).toHaveLength(2_050);
    expect(await world.db.forShop(other.id).selectFrom("PriceSeen").select("subjectId").execute()).toEqual([{ subjectId: "theirs-lately" }]);
    await seen(row("later"));
    clock.realNow += 23 * HOUR;
    expect(await exhaustWork(upkeep)).toBe(0);
    clock.realNow += HOUR;
    await exhaustWork(upkeep);
    expect(await left()).not.toContain("later");
  });
});
