import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { apron, ShopBrowser } from "./shop-page.ts";

let ola: ShopBrowser;

beforeEach(() => {
  vi.spyOn(console, "debug").mockReturnValue();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: Date.UTC(2026, 6, 1, 10) });
  ola = new ShopBrowser();
  ola.consent = "accepted";
});
afterEach(() => void vi.useRealTimers());

const posts = () => ola.requests.filter((path) => path === "/apps/scenarios/events").length;
const change = () => ola.page.window.eval("fetch('/cart/add.js', { method: 'POST', body: 'id=601' })");

describe("batches", () => {
  it("go one second after the last event", async () => {
    await ola.open({ product: apron });
    await ola.passes(900);
    expect(posts()).toBe(0);
    await ola.passes(200);
    expect(posts()).toBe(1);
    expect(ola.batches[0]?.events).toHaveLength(2);
    expect(ola.batches[0]?.sentAt).toBe(Date.UTC(2026, 6, 1, 10) + 1000);
  });

  it("go at twenty events without waiting", async () => {
    await ola.open();
    for (let n = 0; n < 19; n++) change();
    await ola.passes(10);
    expect(ola.batches[0]?.events).toHaveLength(20);
  });

  it("go by beacon when the page is hidden, and by fetch where beacons are refused", async () => {
    await ola.open();
    Object.defineProperty(ola.page.window.document, "hidden", { value: true });
    ola.page.window.document.dispatchEvent(new ola.page.window.Event("visibilitychange"));
    expect(ola.beacons).toHaveLength(1);
    await ola.passes(2000);
    expect(ola.types).toEqual(["page_viewed"]);
    change();
    await ola.passes(400);
    ola.page.window.navigator.sendBeacon = () => false;
    ola.leave();
    expect(posts()).toBe(1);
    expect(ola.types).toContain("product_added_to_cart");
  });

  it("stay below what a beacon carries, however large the carts are", async () => {
    ola.cart = Array.from({ length: 130 }, (_, n) => ({ product_id: 7_000_000_000_001 + n, variant_id: 8_000_000_000_001 + n, quantity: 1, price: 100 }));
    await ola.open({ itemsInCart: 0 });
    ola.answers = [500];
    for (let n = 0; n < 12; n++) {
      ola.page.window.eval("fetch('/cart/change.js', { method: 'POST' })");
      await ola.passes(320);
    }
    ola.leave();
    expect(ola.types.filter((type) => type === "cart_updated").length).toBeGreaterThan(8);
    for (const body of ola.bodies) expect(Buffer.byteLength(body)).toBeLessThan(64_000);
  });

  it("are tried again with the same ids, then given up", async () => {
    await ola.open();
    ola.answers = [503, 0, 429, 500];
    await ola.passes(1100);
    const first = ola.events[0]?.id;
    await ola.passes(2100);
    await ola.passes(8100);
    expect(posts()).toBe(3);
    await ola.passes(32_100);
    expect(posts()).toBe(4);
    expect(new Set(ola.events.map((event) => event.id))).toEqual(new Set([first]));
    await ola.passes(600_000);
    expect(posts()).toBe(4);
    change();
    await ola.passes(2000);
    expect(ola.types).toContain("product_added_to_cart");
  });

  it("are not repeated after a refusal of the app", async () => {
    await ola.open();
    ola.answers = [422];
    await ola.passes(600_000);
    expect(posts()).toBe(1);
  });

  it("that were under way when the page went are repeated by the next page under the same ids", async () => {
    await ola.open();
    const unanswered = new Promise<Response>(() => {});
    const serve = ola.serve.bind(ola);
    ola.serve = (url, init) => (url.endsWith("/events") ? unanswered : serve(url, init));
    await ola.passes(1100);
    const queue = JSON.parse(ola.page.window.sessionStorage.getItem("scenarios") ?? "{}") as { queue: { id: string }[] };
    ola.serve = serve;
    await ola.open({ path: "/pages/about" });
    await ola.passes(1100);
    expect(ola.events[0]?.id).toBe(queue.queue[0]?.id);
    expect(ola.types).toEqual(["page_viewed", "page_viewed"]);
  });
});

it("R43 counts the view of a page that comes back from the back-forward cache, and nothing else twice", async () => {
  await ola.open();
  await ola.passes(1500);
  ola.leave();
  ola.page.window.dispatchEvent(Object.assign(new ola.page.window.Event("pageshow"), { persisted: true }));
  await ola.passes(1500);
  expect(ola.types).toEqual(["page_viewed", "page_viewed"]);
});

describe("a good guest in the shop's page", () => {
  it("runs once though it is included twice", async () => {
    await ola.open({ product: apron });
    ola.run();
    change();
    await ola.passes(3000);
    expect(ola.types).toEqual(["page_viewed", "product_viewed", "product_added_to_cart", "cart_updated"]);
  });

  it("never breaks the shop's own requests, whatever they are", async () => {
    await ola.open();
    const { window } = ola.page;
    const failing = window.eval("window.fetch = ((own) => own)(window.fetch); fetch('/cart/add.js', { method: 'POST', body: '{broken' }).then((r) => r.status)");
    await expect(failing).resolves.toBe(200);
    for (const call of ["fetch(undefined)", "fetch({ url: '/x' })", "fetch('https://other.example/cart/add.js', { body: Symbol('x') }).catch(() => 0)"]) {
      await window.eval(call);
    }
    await ola.passes(3000);
  });

  it("works where storage is blocked", async () => {
    await ola.open();
    Object.defineProperty(ola.page.window, "localStorage", { get: () => { throw new Error("blocked"); } });
    await ola.passes(1500);
    expect(ola.types).toEqual(["page_viewed"]);
  });
});

describe("who she is (R44)", () => {
  const visitors = () => [...new Set(ola.batches.map((batch) => batch.visitorId))];

  it("R44 keeps one visitor over pages and through the log-in", async () => {
    for (const customer of ["", "77", "77"]) {
      await ola.open({ customer });
      await ola.passes(1500);
    }
    expect(visitors()).toHaveLength(1);
  });

  it("R44 starts a new visitor after a log-out and for another customer, and drops what the earlier one had not sent", async () => {
    await ola.open({ customer: "77" });
    await ola.passes(1500);
    ola.answers = [503];
    await ola.open({ customer: "77", path: "/unsent" });
    await ola.passes(1100);
    ola.page.window.dispatchEvent = () => true;
    await ola.open();
    await ola.passes(1500);
    await ola.open({ customer: "78" });
    await ola.passes(1500);
    await ola.open({ customer: "79" });
    await ola.passes(1500);
    expect(visitors()).toHaveLength(3);
    expect(ola.batches.filter((batch) => batch.visitorId === visitors()[1]).flatMap((batch) => batch.events.map((event) => event.page.path))).not.toContain("/unsent");
  });

  it("R44 writes the visitor into the cart once per cart, and not into an empty one", async () => {
    const hints = () => ola.requests.filter((path) => path === "/cart/update.js").length;
    await ola.open({ page: "cart", path: "/cart" });
    await ola.passes(2000);
    expect(hints()).toBe(0);
    change();
    await ola.passes(2000);
    change();
    await ola.passes(2000);
    await ola.open();
    await ola.passes(2000);
    expect(hints()).toBe(1);
    expect(ola.attributes["_scenarios_visitor"]).toBe(ola.batches[0]?.visitorId);
    ola.token = "c2-token";
    change();
    await ola.passes(2000);
    expect(hints()).toBe(2);
  });
});
