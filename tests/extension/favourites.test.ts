import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { apron, bowl, ShopBrowser } from "./shop-page.ts";

const FAVOURITES = readFileSync(new URL("../../extensions/scenarios-theme/assets/favourites.js", import.meta.url), "utf8");

let browser: ShopBrowser;
beforeEach(() => {
  vi.useFakeTimers();
  browser = new ShopBrowser();
});
afterEach(() => vi.useRealTimers());

/** Opens the page of a product with the favourites block on it. */
async function product(line = apron, options: { customer?: string } = {}): Promise<void> {
  await browser.open({
    ...options, product: line,
    html: `<form action="/cart/add"><input type="radio" name="id" value="${line.variant_id}"><input type="radio" name="id" value="699"></form>
      <button class="scenarios-favourite" hidden data-product="${line.product_id}" data-variant="${line.variant_id}" data-currency="EUR" data-prices="${line.variant_id}:${line.price},699:7700"></button>`,
  });
  browser.page.window.eval(FAVOURITES);
  browser.page.window.dispatchEvent(new browser.page.window.Event("load"));
  await browser.passes(10);
}

const button = (): HTMLButtonElement => {
  const found = browser.page.window.document.querySelector<HTMLButtonElement>(".scenarios-favourite");
  if (!found) throw new Error("no button");
  return found;
};
const pressed = (): string | null => button().getAttribute("aria-pressed");
const told = () => browser.events.flatMap((event) => (event.type === "favourite_added" || event.type === "favourite_removed" ? [[event.type, event.data]] : []));

it("R18 R43 marks the product and the variant that is chosen, at the price shown, and takes the mark away", async () => {
  browser.consent = "accepted";
  await product();
  expect([button().hidden, pressed()]).toEqual([false, "false"]);
  button().click();
  expect(pressed()).toBe("true");
  await browser.passes(1_100);
  browser.page.window.document.querySelector<HTMLInputElement>("[value='699']")?.click();
  button().click();
  button().click();
  await browser.passes(1_100);
  expect(told()).toEqual([
    ["favourite_added", { productId: "501", variantId: "601", price: 4900, currency: "EUR" }],
    ["favourite_removed", { productId: "501", variantId: "699" }],
    ["favourite_added", { productId: "501", variantId: "699", price: 7700, currency: "EUR" }],
  ]);
});

it("R18 keeps the marks of the visitor from page to page and after log-in, and shows them to nobody after", async () => {
  browser.consent = "accepted";
  await product();
  button().click();
  await product(bowl);
  expect(pressed()).toBe("false");
  await product(apron, { customer: "77" });
  expect(pressed()).toBe("true");
  await product(apron, { customer: "78" });
  button().click();
  await browser.passes(1_100);
  const ids = new Set(browser.batches.map(({ visitorId }) => visitorId));
  expect(ids.size).toBe(2);
  expect(told().at(-1)?.[0]).toBe("favourite_added");
});

it("R43 stores and sends nothing before consent; what was marked on the page is kept once it comes, and dropped when it is refused", async () => {
  await product();
  button().click();
  await browser.passes(2_000);
  expect([browser.stored, browser.requests.filter((path) => path.includes("events"))]).toEqual([0, []]);
  await browser.decides("accepted");
  await browser.passes(2_000);
  expect(told()).toHaveLength(1);
  expect(browser.page.window.localStorage.getItem("scenarios-favourites")).toContain("501");
  await browser.decides("refused");
  await browser.passes(10);
  expect([pressed(), browser.page.window.localStorage.getItem("scenarios-favourites")]).toEqual(["false", null]);
});

const asked = () => browser.requests.filter((path) => path === "/apps/scenarios/favourites").length;

it("R18 R44 shows what the customer marked on another device, asking once in five minutes", async () => {
  browser.consent = "accepted";
  browser.favourites = { customer: "77", products: ["501"] };
  await product(apron, { customer: "77" });
  expect([pressed(), asked()]).toEqual(["true", 1]);
  await product(bowl, { customer: "77" });
  expect([pressed(), asked()]).toEqual(["false", 1]);
  browser.favourites = { customer: "77", products: ["502"] };
  await browser.passes(301_000);
  await product(bowl, { customer: "77" });
  expect([pressed(), asked()]).toEqual(["true", 2]);
  await product(apron, { customer: "77" });
  expect(pressed()).toBe("false");
  expect(told()).toEqual([]);
});

it("R18 R44 adds to them what was marked before log-in, and keeps what was clicked while the app does not know it yet", async () => {
  browser.consent = "accepted";
  browser.favourites = { customer: "77", products: ["502"] };
  await product(apron);
  button().click();
  expect(asked()).toBe(0);
  await product(apron, { customer: "77" });
  expect(pressed()).toBe("true");
  await product(bowl, { customer: "77" });
  expect(pressed()).toBe("true");
  await browser.passes(200_000);
  button().click();
  await browser.passes(110_000);
  await product(bowl, { customer: "77" });
  expect([pressed(), asked()]).toEqual(["false", 2]);
});

it("R18 R44 takes nothing that is another customer's, nor anything before consent, and lives without an answer", async () => {
  browser.favourites = { customer: "77", products: ["501"] };
  await product(apron, { customer: "77" });
  await browser.passes(3_000);
  expect([pressed(), asked()]).toEqual(["false", 0]);
  await browser.decides("accepted");
  await browser.passes(10);
  expect([pressed(), asked()]).toEqual(["true", 1]);
  await product(apron, { customer: "78" });
  expect([pressed(), asked()]).toEqual(["false", 2]);
  await product(apron);
  expect([pressed(), asked()]).toEqual(["false", 2]);
  browser.favourites = null;
  await product(apron, { customer: "79" });
  expect([pressed(), asked()]).toEqual(["false", 3]);
});

it("R18 the button stays hidden where the tracking block is off", async () => {
  browser.page?.window.close();
  await product();
  const { document } = browser.page.window;
  document.body.innerHTML = `<button class="scenarios-favourite" hidden data-product="1" data-variant="2" data-currency="EUR" data-prices="2:100"></button>`;
  Reflect.deleteProperty(browser.page.window, "scenarios");
  browser.page.window.eval(FAVOURITES);
  browser.page.window.dispatchEvent(new browser.page.window.Event("load"));
  await browser.passes(10);
  expect(button().hidden).toBe(true);
});
