import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { apron, bowl, ShopBrowser } from "./shop-page.ts";

let ola: ShopBrowser;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: Date.UTC(2026, 6, 1, 10) });
  ola = new ShopBrowser();
});
afterEach(() => void vi.useRealTimers());

const addByFetch = (body: unknown) =>
  ola.page.window.eval(`fetch('/cart/add.js', { method: 'POST', body: ${JSON.stringify(typeof body === "string" ? body : JSON.stringify(body))} })`);
const dispatch = (name: string, fields: object) =>
  ola.page.window.document.dispatchEvent(Object.assign(new ola.page.window.Event(name, { bubbles: true }), fields));
const added = () => ola.events.filter((event) => event.type === "product_added_to_cart");

describe("consent (R43)", () => {
  it("R43 stores nothing and sends nothing before she decides, nor after she refuses", async () => {
    await ola.open({ product: apron, path: "/products/apron" });
    addByFetch({ id: 601 });
    await ola.passes(60_000);
    expect(ola.stored).toBe(0);
    expect(ola.requests).toEqual(["/cart/add.js"]);
    await ola.decides("refused");
    addByFetch({ id: 601 });
    await ola.passes(60_000);
    await ola.open({ page: "cart", path: "/cart" });
    await ola.passes(60_000);
    ola.leave();
    expect(ola.stored).toBe(0);
    expect(ola.requests).toEqual(["/cart/add.js", "/cart/add.js"]);
    expect(ola.bodies).toEqual([]);
  });

  it("R43 takes analytics without marketing as a no, since an event leads to a message", async () => {
    ola.consent = "analytics only";
    await ola.open();
    await ola.passes(60_000);
    expect([ola.stored, ola.bodies.length]).toEqual([0, 0]);
  });

  it("R43 sends what this page remembered once she accepts on it", async () => {
    await ola.open({ product: apron, path: "/products/apron" });
    addByFetch({ id: 601, quantity: 2 });
    await ola.passes(5000);
    await ola.decides("accepted");
    await ola.passes(2000);
    expect(ola.types).toEqual(["page_viewed", "product_viewed", "product_added_to_cart", "cart_updated"]);
  });

  it("R43 forgets what came before a refusal, also when she accepts later on the same page", async () => {
    await ola.open();
    await ola.decides("refused");
    await ola.decides("accepted");
    addByFetch({ id: 601 });
    await ola.passes(2000);
    expect(ola.types).toEqual(["product_added_to_cart", "cart_updated"]);
  });

  it("R43 wipes storage and the cart attribute when she withdraws, and stops", async () => {
    ola.consent = "accepted";
    ola.cart = [{ ...apron }];
    await ola.open();
    await ola.passes(2000);
    expect(ola.attributes["_scenarios_visitor"]).toBe(ola.batches[0]?.visitorId);
    const sent = ola.bodies.length;
    await ola.decides("refused");
    addByFetch({ id: 601 });
    await ola.passes(60_000);
    expect(ola.stored).toBe(0);
    expect(ola.attributes["_scenarios_visitor"]).toBe("");
    expect(ola.bodies.length).toBe(sent);
  });

  it("R43 notices a withdrawal made in another tab before it sends again", async () => {
    ola.consent = "accepted";
    await ola.open();
    ola.consent = "refused";
    await ola.passes(2000);
    ola.leave();
    expect([ola.stored, ola.bodies.length]).toEqual([0, 0]);
  });

  it("stays out of the theme editor", async () => {
    ola.consent = "accepted";
    await ola.open();
    await ola.passes(2000);
    const { length } = ola.bodies;
    ola.page.window.eval("delete window.scenariosTracker; Shopify.designMode = true");
    ola.run();
    await ola.passes(2000);
    expect(ola.bodies.length).toBe(length);
  });
});

describe("what counts as an event", () => {
  beforeEach(() => void (ola.consent = "accepted"));

  it("R43 tells of a product page with its price in hundredths", async () => {
    await ola.open({ product: apron, path: "/products/apron?variant=601" });
    await ola.passes(1500);
    expect(ola.events).toMatchObject([
      { type: "page_viewed", page: { path: "/products/apron", query: "?variant=601" } },
      { type: "product_viewed", data: { productId: "501", variantId: "601", price: 4900, currency: "EUR" } },
    ]);
  });

  it("R43 sees an add by fetch: JSON, a form body, several items", async () => {
    await ola.open();
    addByFetch({ id: 601, quantity: 3 });
    await ola.passes(1000);
    addByFetch("id=602&quantity=2");
    await ola.passes(1000);
    addByFetch({ items: [{ id: 601, quantity: 4 }, { id: 602 }] });
    await ola.passes(3000);
    expect(added().map(({ data }) => data)).toEqual([
      { productId: "501", variantId: "601", quantity: 3, price: 4900, currency: "EUR" },
      { productId: "502", variantId: "602", quantity: 2, price: 2500, currency: "EUR" },
      { productId: "501", variantId: "601", quantity: 4, price: 4900, currency: "EUR" },
      { productId: "502", variantId: "602", quantity: 1, price: 2500, currency: "EUR" },
    ]);
  });

  it("R43 sees an add by XMLHttpRequest", async () => {
    await ola.open();
    ola.page.window.eval("const r = new XMLHttpRequest(); r.open('POST', '/cart/add.js'); r.send('id=602&quantity=2')");
    await ola.passes(2000);
    expect(added()).toMatchObject([{ data: { productId: "502", variantId: "602", quantity: 2 } }]);
  });

  it("R43 does not count an add that the shop refused", async () => {
    await ola.open();
    addByFetch({ id: 999 });
    await ola.passes(2000);
    expect(ola.types).toEqual(["page_viewed"]);
  });

  const form = '<form action="/cart/add" method="post"><input name="id" value="601"><input name="quantity" value="2"></form>';

  it("R43 sends a plain form post by beacon, since the page goes away, and reads the cart on the next page", async () => {
    await ola.open({ html: form, product: apron });
    await ola.passes(2000);
    const submitted = new ola.page.window.SubmitEvent("submit", { bubbles: true, cancelable: true });
    ola.page.window.document.querySelector("form")?.dispatchEvent(submitted);
    expect(ola.beacons).toEqual(["/apps/scenarios/events"]);
    expect(ola.types.at(-1)).toBe("product_added_to_cart");
    ola.add(apron, 2);
    await ola.open({ path: "/collections/all" });
    await ola.passes(2000);
    expect(ola.types.slice(-2).sort()).toEqual(["cart_updated", "page_viewed"]);
  });

  it("R43 learns price and product of a quick add by form from the next page's cart", async () => {
    await ola.open({ html: form });
    ola.page.window.document.querySelector("form")?.dispatchEvent(new ola.page.window.SubmitEvent("submit", { bubbles: true, cancelable: true }));
    ola.add(apron, 2);
    await ola.open({ page: "cart", path: "/cart" });
    await ola.passes(2000);
    expect(added()).toMatchObject([{ data: { productId: "501", variantId: "601", quantity: 2, price: 4900 } }]);
    expect(ola.types).toContain("cart_viewed");
  });

  it("R43 leaves a form to the theme that sends it by itself", async () => {
    await ola.open({ html: form, product: apron });
    const shop = ola.page.window;
    shop.document.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      addByFetch("id=601&quantity=2");
    });
    shop.document.querySelector("form")?.dispatchEvent(new shop.SubmitEvent("submit", { bubbles: true, cancelable: true }));
    await ola.passes(2000);
    expect(added()).toHaveLength(1);
  });

  it("R43 counts an add once that the theme announces and fetches", async () => {
    await ola.open();
    const answer = addByFetch({ id: 601 });
    dispatch("shopify:cart:lines-update", { action: "add", lines: [{ merchandiseId: "gid://shopify/ProductVariant/601", quantity: 1 }], promise: answer });
    await ola.passes(3000);
    expect(added()).toHaveLength(1);
  });

  it("R43 takes the theme's word for an add that no request shows", async () => {
    await ola.open();
    ola.add(bowl, 2);
    const lines = [{ merchandiseId: "gid://shopify/ProductVariant/602", quantity: 2 }];
    dispatch("shopify:cart:lines-update", { action: "add", lines, promise: Promise.resolve({ cart: {} }) });
    dispatch("shopify:cart:lines-update", { action: "add", lines: [{ merchandiseId: "gid://shopify/ProductVariant/601" }], promise: Promise.resolve({ userErrors: [{}] }) });
    dispatch("shopify:cart:lines-update", { action: "remove", lines: [{ id: "gid://shopify/CartLine/1" }], promise: Promise.reject(new Error("offline")) });
    await ola.passes(3000);
    expect(added()).toMatchObject([{ data: { productId: "502", variantId: "602", quantity: 2, price: 2500 } }]);
  });

  it("R15 tells of the cart page with a snapshot, without the token's key", async () => {
    ola.cart = [{ ...apron, quantity: 2 }];
    await ola.open({ page: "cart", path: "/cart" });
    await ola.passes(2000);
    expect(ola.events.find((event) => event.type === "cart_viewed")).toMatchObject({
      data: { cart: { token: "c1-token", currency: "EUR", totalPrice: 9800, lines: [{ productId: "501", variantId: "601", quantity: 2, linePrice: 9800 }] } },
    });
    expect(ola.types.filter((type) => type.startsWith("cart"))).toEqual(["cart_viewed"]);
  });

  it("R15 counts a drawer that she opened, by link or by the theme's word, once; not one that opened by itself after adding", async () => {
    await ola.open({ html: '<a href="/cart"><span>Cart</span></a>' });
    const shop = ola.page.window;
    shop.document.querySelector("a")?.addEventListener("click", (event) => {
      event.preventDefault();
      dispatch("shopify:cart:view", { context: "dialog" });
    });
    shop.document.querySelector("span")?.click();
    await ola.passes(5000);
    expect(ola.types.filter((type) => type === "cart_viewed")).toHaveLength(1);
    addByFetch({ id: 601 });
    await ola.passes(100);
    dispatch("shopify:cart:view", { context: "dialog" });
    await ola.passes(5000);
    expect(ola.types.filter((type) => type === "cart_viewed")).toHaveLength(1);
    dispatch("shopify:cart:view", { context: "dialog" });
    await ola.passes(5000);
    expect(ola.types.filter((type) => type === "cart_viewed")).toHaveLength(2);
  });

  it("R43 reads the cart once after a burst of changes, and none of its own calls is an event", async () => {
    ola.cart = [{ ...apron }];
    await ola.open({ itemsInCart: 0 });
    ola.page.window.eval("fetch('/cart/change.js', { method: 'POST' }); fetch('/cart/update.js', { method: 'POST' }); fetch(new URL('/cart/clear.js', location.href))");
    await ola.passes(10_000);
    expect(ola.types).toEqual(["page_viewed", "cart_updated"]);
    expect(ola.requests.filter((path) => path === "/cart.js")).toHaveLength(1);
  });

  it("R43 works below a localized root", async () => {
    ola.cart = [{ ...apron }];
    await ola.open({ root: "/pl/", path: "/pl/", itemsInCart: 0 });
    ola.page.window.eval("fetch('/pl/cart/change.js', { method: 'POST' })");
    await ola.passes(3000);
    expect(ola.requests).toContain("/pl/cart.js");
    expect(ola.requests).toContain("/pl/cart/update.js");
    expect(ola.types).toContain("cart_updated");
  });

  it("R44 takes the token of a message out of the address bar, whatever else the address carries", async () => {
    await ola.open({ path: "/products/apron?a=1&scn=tok.en&b=2#top" });
    await ola.passes(1500);
    expect(ola.page.window.location.href).toBe("https://juniper.example/products/apron?a=1&b=2#top");
    expect(ola.events).toMatchObject([{ type: "page_viewed", page: { query: "?a=1&b=2" } }, { type: "message_link_followed", data: { token: "tok.en" } }]);
  });
});

describe("custom events (R13)", () => {
  const tell = (code: string) => void ola.page.window.eval(`window.scenarios = window.scenarios || []; ${code}`);
  const custom = () => ola.events.filter((event) => event.type === "custom_event").map(({ data }) => data);

  it("R13 R43 the page's own code tells of an event, after the consent alone", async () => {
    await ola.open();
    tell("window.scenarios.push({ event: 'quiz_finished', properties: { score: 7, result: 'Dry skin' } })");
    await ola.passes(5_000);
    expect(custom()).toEqual([]);
    await ola.decides("accepted");
    await ola.passes(2_000);
    expect(custom()).toEqual([{ name: "quiz_finished", properties: { score: 7, result: "Dry skin" } }]);
  });

  it("R13 what was told before the tracker came is not lost", async () => {
    ola.consent = "accepted";
    await ola.open({ before: "window.scenarios = [{ event: 'early' }];" });
    await ola.passes(2_000);
    expect(custom()).toEqual([{ name: "early", properties: {} }]);
  });

  it("R13 an event too large is not sent and takes no others down, nor does one that is none", async () => {
    ola.consent = "accepted";
    await ola.open();
    const warn = vi.spyOn(ola.page.window.console, "warn").mockImplementation(() => undefined);
    tell("window.scenarios.push({ event: 'huge', properties: { text: 'x'.repeat(1e6) } }); window.scenarios.push(null); window.scenarios.push({ event: 'small' })");
    await ola.passes(2_000);
    expect(custom()).toEqual([{ name: "small", properties: {} }]);
    expect(ola.types).toContain("page_viewed");
    expect(warn).toHaveBeenCalledOnce();
  });

  it("R13 twenty of the largest events of three-byte letters fit in what a beacon carries", async () => {
    ola.consent = "accepted";
    await ola.open();
    tell("for (let n = 0; n < 20; n += 1) window.scenarios.push({ event: 'wide', properties: { text: '\u8336'.repeat(2_900) } })");
    await ola.passes(60_000);
    expect(custom()).toHaveLength(20);
    for (const body of ola.bodies) expect(Buffer.byteLength(body)).toBeLessThan(64 * 1024);
  });
});
