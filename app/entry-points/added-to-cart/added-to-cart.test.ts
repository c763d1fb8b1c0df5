import { describe, expect, it } from "vitest";
import { createI18n } from "~/locales/i18n";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { productChoice, type ProductChoice } from "~/domain/scenario/product-choice";
import { addedToCart } from "./definition";

const adds = (productId: string, more: Partial<Activity> = {}): Activity => ({ key: "fact", subjectId: "ola", type: "product_added_to_cart", at: 5, productId, ...more });
const enters = (config: ProductChoice, activity: Activity) => addedToCart.react(config, activity).do === "enter";
const mug = { id: "7", title: "Mug" };
const gifts = { id: "9", title: "Gifts" };
const nowhere = { messagesBefore: [], given: [] };

describe("added to cart", () => {
  it("R16 any product lets the customer in at once, and nothing else does", () => {
    expect(addedToCart.react(addedToCart.defaults, adds("7"))).toEqual({ do: "enter", context: { at: 5, stage: "added", productIds: ["7"] } });
    for (const type of ["product_viewed", "cart_updated", "checkout_started"] as const) expect(enters({ of: "any" }, { ...adds("7"), type })).toBe(false);
  });

  it("R16 only chosen products, types or vendors", () => {
    expect(enters({ of: "products", products: [mug] }, adds("7"))).toBe(true);
    expect(enters({ of: "products", products: [mug] }, adds("8"))).toBe(false);
    const product = { type: "Kitchen", vendor: "Juniper & Clay", collections: new Set(["5", "6"]) };
    expect(enters({ of: "types", names: ["kitchen"] }, adds("7", { product }))).toBe(true);
    expect(enters({ of: "types", names: ["Bath"] }, adds("7", { product }))).toBe(false);
    expect(enters({ of: "vendors", names: ["juniper & clay"] }, adds("7", { product }))).toBe(true);
    expect(enters({ of: "vendors", names: ["Juniper"] }, adds("7", { product }))).toBe(false);
    expect(enters({ of: "types", names: ["kitchen"] }, adds("7"))).toBe(false);
    expect(enters({ of: "collections", collections: [gifts, { id: "6", title: "New" }] }, adds("7", { product }))).toBe(true);
    expect(enters({ of: "collections", collections: [gifts] }, adds("7", { product }))).toBe(false);
    expect(enters({ of: "collections", collections: [gifts] }, adds("7"))).toBe(false);
  });

  it("R16 asks for the product only where the type or the vendor is chosen by", () => {
    expect(addedToCart.asksProduct({ of: "any" })).toBe(false);
    expect(addedToCart.asksProduct({ of: "products", products: [mug] })).toBe(false);
    expect(addedToCart.asksProduct({ of: "vendors", names: ["Juniper"] })).toBe(true);
    expect(addedToCart.asksCollections({ of: "vendors", names: ["Juniper"] })).toBe(false);
    expect([addedToCart.asksProduct({ of: "collections", collections: [gifts] }), addedToCart.asksCollections({ of: "collections", collections: [gifts] })]).toEqual([true, true]);
  });

  it("R16 nothing chosen is refused when it is published; what can never be is refused by its shape", () => {
    expect(addedToCart.check({ of: "products", products: [] }, nowhere)).toEqual([{ severity: "error", path: "products", key: "entryPoints:addedToCart.problem.nothing-chosen" }]);
    expect(addedToCart.check({ of: "types", names: [] }, nowhere)).toMatchObject([{ severity: "error", path: "names" }]);
    expect(addedToCart.check({ of: "any" }, nowhere)).toEqual([]);
    for (const config of [{ of: "products", products: [{ id: "gid://shopify/Product/7", title: "Mug" }] }, { of: "types", names: [" "] }, { of: "collections" }, { of: "vendors", names: Array.from({ length: 101 }, () => "x") }]) {
      expect(productChoice.safeParse(config).success).toBe(false);
    }
  });

  it("R16 what was deleted in Shopify is warned of by its name when it is published", () => {
    const shop = { timeZone: "UTC", consents: [], traits: [], segments: [], discountPools: [], gone: { products: ["7"], collections: ["9"] } };
    const place = { ...nowhere, shop };
    expect(addedToCart.check({ of: "products", products: [mug, { id: "9", title: "Bowl" }] }, place)).toEqual([{ severity: "warning", path: "products", key: "entryPoints:problems.products-gone", values: { title: "Mug" } }]);
    expect(addedToCart.check({ of: "collections", collections: [gifts, { id: "7", title: "New" }] }, place)).toEqual([{ severity: "warning", path: "collections", key: "entryPoints:problems.collections-gone", values: { title: "Gifts" } }]);
    expect(addedToCart.check({ of: "collections", collections: [gifts] }, nowhere)).toEqual([]);
    const i18n = createI18n("en");
    expect(["entryPoints:problems.products-gone", "entryPoints:problems.collections-gone"].filter((key) => !i18n.exists(key))).toEqual([]);
  });

  it("R16 two overlap where one product may let in by both", () => {
    expect(addedToCart.overlaps({ of: "products", products: [mug] }, { of: "products", products: [{ id: "8", title: "Bowl" }] })).toBe(false);
    expect(addedToCart.overlaps({ of: "products", products: [mug] }, { of: "any" })).toBe(true);
    expect(addedToCart.overlaps({ of: "types", names: ["A"] }, { of: "types", names: ["a"] })).toBe(true);
  });
});
