import { describe, expect, it } from "vitest";
import type { PriceDropped } from "~/domain/scenario/entry-point-type";
import { buildMessageData, type MessageSources } from "./build-message-data";
import { productRows } from "./email-pieces";

const drop: PriceDropped = { productId: "3", variantId: "31", market: "", currency: "EUR", wasMinor: 4900, nowMinor: 4000, baseMinor: 4000, lowestMinor: 4500 };

/** What a message shows of products 3 and 4, of which 3 dropped so; the shop's price today is `today`. */
function shown(drops: PriceDropped[], today = 4000) {
  const customer = { email: null, firstName: "", lastName: "", city: null, countryCode: null, ordersCount: 0, totalSpentMinor: 0, currency: "EUR" };
  const variant = { id: "31", productId: "3", title: "Sand", priceMinor: today, currency: "EUR", imageUrl: null };
  const sources: MessageSources = {
    shop: { name: "Shop", origin: "https://shop.example" }, locale: "en", customer, traits: {}, cart: null, triggerProductIds: ["3"], drops, order: null, discounts: [],
    products: new Map([["3", { id: "3", title: "Apron", handle: "apron", imageUrl: null }]]), variants: new Map([["31", variant], ["3", variant]]),
  };
  return buildMessageData(sources).products;
}

describe("a product whose price dropped", () => {
  it("R18e shows the old and the new price, and the variant that the customer saw", () => {
    const [apron] = shown([drop]);
    expect([String(apron?.price), String(apron?.old_price), String(apron?.lowest_price), apron?.url]).toEqual(["€40.00", "€49.00", "€45.00", "https://shop.example/products/apron?variant=31"]);
  });

  it("R18e is shown in the currency that the customer saw, with the price of that country", () => {
    const [apron] = shown([{ ...drop, market: "CZ", currency: "CZK", wasMinor: 122_500, nowMinor: 100_000, lowestMinor: null }]);
    expect([apron?.price.currency, apron?.price.minor, apron?.old_price?.minor, apron?.lowest_price]).toEqual(["CZK", 100_000, 122_500, null]);
  });

  it("R18e says no old price where the price has gone up again before the message", () => {
    expect(shown([drop], 5200)).toMatchObject([{ price: { minor: 5200 }, old_price: null, lowest_price: null }]);
    expect(shown([])).toMatchObject([{ price: { minor: 4000 }, old_price: null }]);
  });

  it("R18e the lowest price of 30 days stands in the row where the merchant wrote its words", () => {
    const products = shown([drop]);
    expect(productRows(products)).toContain("<s>€49.00</s>");
    expect(productRows(products)).not.toContain("€45.00");
    expect(productRows(products, "Lowest price of the last 30 days:")).toContain("Lowest price of the last 30 days: €45.00");
  });
});
