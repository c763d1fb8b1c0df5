import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "~/domain/instant";
import { joinPricesSeen } from "~/services/prices/see-prices.server";
import { joinFavourites } from "~/services/prices/mark-favourites.server";
import { addedToCart, batch, cartEvent, favouriteAdded, favouriteRemoved, NOW, openIngest, pageViewed, productViewed, type Ingest } from "../factories/ingest-rig";

let ingest: Ingest;
beforeEach(async () => {
  ingest = await openIngest();
  await ingest.addCustomer("ola", "77");
  await ingest.db.write((tx) => tx.forShop(ingest.shopId).insertInto("Variant").values({ shopId: ingest.shopId, id: "601", productId: "501", title: "Small", sku: "", priceMinor: 4900, compareAtMinor: null, currency: "EUR", available: 1, imageUrl: null, position: 1 }).execute());
});
afterEach(() => ingest.close());

const seen = () => ingest.rows("PriceSeen");

describe("what each person saw a variant cost", () => {
  it("R18 one row a person, variant and country: the price seen last, and when it was viewed, added and marked", async () => {
    const { visitorId } = batch([pageViewed()]);
    await ingest.send(batch([productViewed({ price: 121_900, currency: "CZK" }, NOW - 2 * HOUR), addedToCart(120_000, "CZK", NOW - HOUR), favouriteAdded({ price: 119_000, currency: "CZK" })], { visitorId }), { country: "CZ" });
    expect(await seen()).toMatchObject([{
      known: 0, subjectId: visitorId, variantId: "601", productId: "501", market: "CZ", priceMinor: 119_000, currency: "CZK", baseMinor: 4900,
      viewedAt: NOW - 2 * HOUR, addedAt: NOW - HOUR, favouredAt: NOW, seenAt: NOW, announcedMinor: null,
    }]);
    await ingest.send(batch([productViewed()], { visitorId }), { country: "DE" });
    await ingest.send(batch([productViewed()], { visitorId }));
    expect((await seen()).map(({ market, currency }) => `${market} ${currency}`).sort()).toEqual([" EUR", "CZ CZK", "DE EUR"]);
  });

  it("R18 what is told late changes no price seen later; told twice it counts once", async () => {
    const { visitorId } = batch([pageViewed()]);
    await ingest.send(batch([productViewed({ price: 4000 }, NOW - MINUTE)], { visitorId }));
    const late = batch([addedToCart(5000, "EUR", NOW - HOUR)], { visitorId });
    await ingest.send(late);
    await ingest.send(late);
    expect(await seen()).toMatchObject([{ priceMinor: 4000, seenAt: NOW - MINUTE, viewedAt: NOW - MINUTE, addedAt: NOW - HOUR }]);
  });

  it("R18 the cart shows prices too: what a piece costs there has been seen, though it was neither viewed nor added", async () => {
    await ingest.send(batch([cartEvent("cart_viewed", "c1", [3])]));
    expect(await seen()).toMatchObject([{ variantId: "601", priceMinor: 4900, viewedAt: null, addedAt: null, favouredAt: null }]);
  });

  it("R18 a variant not known yet is kept without the shop's own price; a country that is none is not", async () => {
    await ingest.send(batch([productViewed({ variantId: "999" })]), { country: "nowhere" });
    expect(await seen()).toMatchObject([{ variantId: "999", market: "", baseMinor: null }]);
  });

  it("R18 R44 becomes the customer's by log-in, joined with what the customer saw elsewhere, nothing doubled", async () => {
    const { visitorId } = batch([pageViewed()]);
    await ingest.send(batch([productViewed({ price: 6000 }, NOW - HOUR), favouriteAdded({ productId: "502", variantId: "602" }, NOW - HOUR)]), { customer: "77" });
    await ingest.send(batch([productViewed({ price: 5000 }, NOW - MINUTE), productViewed({ variantId: "603" }), favouriteRemoved("502", NOW - 2 * HOUR)], { visitorId }));
    await ingest.send(batch([pageViewed("/account")], { visitorId }), { customer: "77" });
    expect((await seen()).map(({ known, subjectId, variantId, priceMinor, viewedAt }) => [known, subjectId, variantId, priceMinor, viewedAt])).toEqual([
      [1, "ola", "601", 5000, NOW - MINUTE], [1, "ola", "602", 4900, null], [1, "ola", "603", 4900, NOW],
    ]);
    expect(await ingest.rows("Favourite")).toMatchObject([{ known: 1, subjectId: "ola", productId: "502", marked: 1, changedAt: NOW - HOUR }]);
  });

  it("R18 R44 two customers who turn out to be one keep the last announcement of the two", async () => {
    await ingest.addCustomer("jan", "78");
    await ingest.send(batch([productViewed({ price: 6000 }, NOW - HOUR)]), { customer: "77" });
    await ingest.send(batch([productViewed({ price: 5000 })]), { customer: "78" });
    await ingest.db.write(async (tx) => {
      await tx.forShop(ingest.shopId).updateTable("PriceSeen").set({ announcedMinor: 4000, announcedAt: NOW - MINUTE }).where("subjectId", "=", "jan").execute();
      await joinPricesSeen(tx, ingest.shopId, { known: 1, subjectId: "jan" }, "ola");
      await joinPricesSeen(tx, ingest.shopId, { known: 1, subjectId: "ola" }, "ola");
      await joinFavourites(tx, ingest.shopId, { known: 1, subjectId: "ola" }, "ola");
    });
    expect(await seen()).toMatchObject([{ subjectId: "ola", priceMinor: 5000, announcedMinor: 4000, announcedAt: NOW - MINUTE }]);
  });
});

describe("favourites", () => {
  it("R18 R43 are kept as they were said last, whatever order they are told in, and stand in the history", async () => {
    const visitorId = randomUUID();
    await ingest.send(batch([favouriteRemoved("501", NOW)], { visitorId }));
    await ingest.send(batch([favouriteAdded({}, NOW - MINUTE), favouriteAdded({ productId: "502", variantId: "602" })], { visitorId }));
    expect((await ingest.rows("Favourite")).map(({ productId, marked }) => [productId, marked])).toEqual([["501", 0], ["502", 1]]);
    const [, added] = await ingest.rows("Event");
    expect(added).toMatchObject({ type: "favourite_added" });
    expect(JSON.parse(added?.properties ?? "")).toMatchObject({ productId: "501", variantId: "601", priceMinor: 4900, currency: "EUR" });
  });
});
