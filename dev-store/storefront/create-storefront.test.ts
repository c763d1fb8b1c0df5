import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seedState } from "../state/seed.ts";
import { Store } from "../state/store.ts";
import { createStorefront } from "./create-storefront.ts";
import { proxySignature } from "./proxy-signature.ts";
import type { IncomingHttpHeaders, Server } from "node:http";
import type { AddressInfo } from "node:net";

const SECRET = "hush";
const start = Date.UTC(2026, 10, 20, 9, 30);
const extensionDir = fileURLToPath(new URL("../../extensions/scenarios-theme", import.meta.url));

interface Seen {
  method: string | undefined;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

let origin = "";
let appUrl = "";
let seen: Seen[] = [];
let appAnswer: { status: number; headers: Record<string, string>; body: string };
let store: Store;
let servers: Server[] = [];

beforeAll(async () => {
  const app = createServer((req, res) => {
    let body = "";
    req.on("data", (chunk: Buffer) => { body += chunk.toString(); });
    req.on("end", () => {
      seen.push({ method: req.method, url: new URL(req.url ?? "", "http://app"), headers: req.headers, body });
      res.writeHead(appAnswer.status, appAnswer.headers).end(appAnswer.body);
    });
  });
  appUrl = await listen(app);
  let handle: ReturnType<typeof createStorefront> | null = null;
  const shop = createServer((req, res) => {
    handle ??= createStorefront({ store, clock: store.clock, appUrl, apiSecret: SECRET, extensionDir, origin });
    handle(req, res).then((mine) => mine || res.writeHead(404).end(), (error: unknown) => res.writeHead(500).end(String(error)));
  });
  store = new Store(seedState(start), { now: () => start }, () => undefined);
  origin = await listen(shop);
  servers = [app, shop];
});

afterAll(() => {
  for (const server of servers) server.close();
});

beforeEach(() => {
  store.reset();
  seen = [];
  appAnswer = { status: 202, headers: { "content-type": "application/json", "set-cookie": "spy=1", "x-own": "kept" }, body: '{"accepted":1,"duplicates":0}' };
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A browser in small: it keeps cookies and does not follow redirects. */
function browser() {
  const jar = new Map<string, string>();
  return async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set("cookie", [...jar].map((pair) => pair.join("=")).join("; "));
    const answer = await fetch(origin + path, { ...init, headers, redirect: "manual" });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
}

const json = (body: unknown): RequestInit => ({ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
const form = (fields: Record<string, string>): RequestInit => ({ method: "POST", body: new URLSearchParams(fields) });
const mug = () => Number(store.products.byHandle("speckled-mug")?.variants[0]?.id);
const apron = () => Number(store.products.byHandle("linen-apron")?.variants[0]?.id);

describe("the AJAX cart", () => {
  it("R15 takes items, one id, a form body and FormData, and answers in hundredths", async () => {
    const visit = browser();
    const many = await (await visit("/cart/add.js", json({ items: [{ id: mug(), quantity: 2 }, { id: String(apron()) }] }))).json();
    expect(many.items.map((line: { variant_id: number; quantity: number }) => [line.variant_id, line.quantity])).toEqual([[mug(), 2], [apron(), 1]]);
    const one = await (await visit("/cart/add.js", json({ id: mug(), quantity: 1 }))).json();
    expect(one).toMatchObject({ variant_id: mug(), quantity: 3, price: 1800, line_price: 5400, product_title: "Speckled Mug" });
    await visit("/cart/add.js", form({ id: String(mug()), quantity: "1" }));
    const data = new FormData();
    data.set("items[0][id]", String(mug()));
    data.set("items[0][quantity]", "1");
    data.set("items[0][properties][engraving]", "Ola");
    await visit("/cart/add.js", { method: "POST", body: data });
    const cart = await (await visit("/cart.js")).json();
    expect(cart).toMatchObject({ item_count: 6, total_price: 5 * 1800 + 4900, currency: "EUR" });
    expect(cart.items[0].properties).toEqual({ engraving: "Ola" });
    expect(cart.token).toMatch(/^[\w]+\?key=[0-9a-f]{32}$/);
  });

  it("refuses with 422 and changes nothing", async () => {
    const visit = browser();
    for (const wrong of [{ id: 1 }, { items: [{ id: mug(), quantity: 99_999 }] }, { id: mug(), quantity: 0 }, {}, { items: [{ id: "x" }] }, { id: { $gt: 0 } }]) {
      const answer = await visit("/cart/add.js", json(wrong));
      expect([answer.status, (await answer.json()).status]).toEqual([422, 422]);
    }
    expect((await (await visit("/cart.js")).json()).item_count).toBe(0);
    expect((await visit("/cart/add.js", { method: "POST", headers: { "content-type": "application/json" }, body: "{" })).status).toBe(400);
  });

  it("changes by key, by variant and by line; updates quantities, note and attributes; clears", async () => {
    const visit = browser();
    const { items } = await (await visit("/cart/add.js", json({ items: [{ id: mug() }, { id: apron() }] }))).json();
    expect((await (await visit("/cart/change.js", json({ id: items[0].key, quantity: 4 }))).json()).item_count).toBe(5);
    expect((await (await visit("/cart/change.js", json({ line: 1, quantity: 0 }))).json()).item_count).toBe(4);
    const updated = await (await visit("/cart/update.js", json({ updates: { [mug()]: 1 }, note: "By Friday", attributes: { hint: "v1", gone: "x" } }))).json();
    expect(updated).toMatchObject({ item_count: 1, note: "By Friday", attributes: { hint: "v1", gone: "x" } });
    expect((await (await visit("/cart/update.js", form({ "attributes[gone]": "" }))).json()).attributes).toEqual({ hint: "v1" });
    expect((await visit("/cart/change.js", json({ id: apron(), quantity: 1 }))).status).toBe(422);
    expect((await (await visit("/cart/clear.js", { method: "POST" })).json())).toMatchObject({ item_count: 0, attributes: { hint: "v1" } });
  });

  it("answers a plain form by a redirect, within the shop only", async () => {
    const visit = browser();
    const added = await visit("/cart/add", form({ id: String(mug()), quantity: "1" }));
    expect([added.status, added.headers.get("location")]).toEqual([302, "/cart"]);
    expect((await visit("/cart/add", form({ id: String(mug()), return_to: "//evil.example" }))).headers.get("location")).toBe("/cart");
    expect((await visit("/cart", form({ "updates[]": "1", checkout: "" }))).headers.get("location")).toBe("/checkout");
  });

  it("shows nobody a cart without its key", async () => {
    const visit = browser();
    const { token } = await (await visit("/cart/add.js", json({ items: [{ id: mug() }] }))).json().then(() => visit("/cart.js")).then((answer) => answer.json());
    const bare = await fetch(`${origin}/cart.js`, { headers: { cookie: `cart=${token.split("?")[0]}` } });
    expect((await bare.json()).item_count).toBe(0);
  });
});

describe("from sign-in to order", () => {
  it("knows her by a session, keeps her address at checkout and places the order", async () => {
    const visit = browser();
    await visit("/cart/add.js", json({ id: mug() }));
    expect((await visit("/account/login", form({ "customer[email]": "ola@example.com" }))).headers.get("location")).toBe("/account");
    expect(await (await visit("/account")).text()).toContain("Hello, Ola");
    const checkout = (await visit("/checkout")).headers.get("location") ?? "";
    expect(checkout).toMatch(/^\/checkouts\/cn\/[0-9a-f]{32}$/);
    expect(await (await visit(checkout)).text()).toContain('value="ola@example.com"');
    expect((await visit(checkout, form({ email: "ola", firstName: "", lastName: "N" }))).status).toBe(422);
    const placed = await visit(checkout, form({ email: "ola@example.com", firstName: "Ola", lastName: "Nowak" }));
    expect(placed.headers.get("location")).toBe(`${checkout}/thank-you`);
    expect(await (await visit(`${checkout}/thank-you`)).text()).toContain("Thank you, Ola");
    expect(store.customers.byEmail("ola@example.com")).toMatchObject({ ordersCount: 1, totalSpentMinor: 1800 });
    expect((await (await visit("/cart.js")).json()).item_count).toBe(0);
  });
});

describe("a discount code", () => {
  const made = (code: string, fields: Partial<Parameters<typeof store.discounts.create>[0]> = {}) => store.discounts.create({
    code, title: code, kind: "percentage", share: 0.1, amountMinor: 0, minimumMinor: null, usageLimit: 1, appliesOncePerCustomer: true, customerIds: null, startsAt: start - 1000, endsAt: null, ...fields,
  });
  const buyer = form({ email: "ola@example.com", firstName: "Ola", lastName: "Nowak" });

  it("R30 comes by its link, leads on within the shop, and takes off what it is worth", async () => {
    made("SPRING-7K");
    const visit = browser();
    expect((await visit("/discount/spring-7k?redirect=//evil.example")).headers.get("location")).toBe("/");
    expect((await visit(`/discount/spring-7k?redirect=${encodeURIComponent(`/cart/${mug()}:2?storefront=true`)}`)).headers.get("location")).toBe(`/cart/${mug()}:2?storefront=true`);
    await visit(`/cart/${mug()}:2?storefront=true`);
    const checkout = (await visit("/checkout")).headers.get("location") ?? "";
    const page = await (await visit(checkout)).text();
    expect(page).toContain("SPRING-7K");
    expect(page).toContain("−€3.60");
    await visit(checkout, buyer);
    expect([...store.state.orders.values()].find((order) => order.discountCodes.includes("SPRING-7K"))).toMatchObject({ totalMinor: 3240 });
    expect(store.discounts.byCode("SPRING-7K")?.usedBy).toHaveLength(1);
  });

  it("R30 is typed at the checkout, and refused in words where it does not hold", async () => {
    made("OURS", { kind: "fixed_amount", amountMinor: 500, minimumMinor: 1_800 });
    made("GONE", { endsAt: start - 1 });
    made("HERS", { customerIds: ["1"] });
    made("LARGE", { minimumMinor: 100_000 });
    const visit = browser();
    await visit("/cart/add.js", json({ id: mug() }));
    await visit("/account/login", form({ "customer[email]": "ola@example.com" }));
    const checkout = (await visit("/checkout")).headers.get("location") ?? "";
    for (const [code, why] of [["NONE", "not valid"], ["GONE", "expired"], ["HERS", "another customer"], ["LARGE", "too small"]] as const) {
      const refused = await visit(`${checkout}/discount`, form({ discount: code }));
      expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(why)]);
    }
    expect((await visit(`${checkout}/discount`, form({ discount: " ours " }))).status).toBe(302);
    expect(store.checkouts.byToken(checkout.split("/").at(-1) ?? "")).toMatchObject({ discountCode: "OURS", totalMinor: 1300 });
    await visit(checkout, buyer);
    await visit("/cart/add.js", json({ id: mug() }));
    const next = (await visit("/checkout")).headers.get("location") ?? "";
    expect((await visit(`${next}/discount`, form({ discount: "OURS" }))).status).toBe(422);
  });
});

describe("the app's embeds", () => {
  it("R43 stand in every page but the checkout, from the real files, unless switched off", async () => {
    const visit = browser();
    const page = await (await visit("/products/speckled-mug")).text();
    expect(page).toContain('<script src="/extensions/scenarios-theme/assets/tracker.js" defer="defer">');
    const [, config = ""] = /<script type="application\/json" id="scenarios-config">([\s\S]*?)<\/script>/.exec(page) ?? [];
    expect(JSON.parse(config)).toMatchObject({ endpoint: "/apps/scenarios/events?country=PL", customer: "", page: "product", currency: "EUR", product: { variant: String(mug()), price: 1800 } });
    expect((await visit("/extensions/scenarios-theme/assets/tracker.js")).status).toBe(200);
    expect((await visit("/extensions/scenarios-theme/assets/..%2fblocks%2ftracker.liquid")).status).toBe(404);
    await visit("/cart/add.js", json({ id: mug() }));
    const checkout = (await visit("/checkout")).headers.get("location") ?? "";
    expect(await (await visit(checkout)).text()).not.toContain("scenarios");
    store.installation.setEmbed("tracker", { enabled: false });
    expect(await (await visit("/products/speckled-mug")).text()).not.toContain("tracker.js");
  });

  it("read the app's metafields", async () => {
    store.installation.setMetafield("scenarios", "config", '{"proxyPath":"/apps/elsewhere"}');
    expect(await (await browser()("/")).text()).toContain('"endpoint": "/apps/elsewhere/events?country=PL"');
    store.installation.setMetafield("scenarios", "config", null);
  });
});

describe("the app proxy", () => {
  it("R43 signs in real time, says who is signed in, believes no one else's word, and strips cookies both ways", async () => {
    const visit = browser();
    await visit("/account/login", form({ "customer[email]": "petr@example.com" }));
    const answer = await visit("/apps/scenarios/events?q=1&logged_in_customer_id=999&signature=x", { ...json({ v: 1 }) });
    expect([answer.status, await answer.json(), answer.headers.getSetCookie(), answer.headers.get("x-own")]).toEqual([202, { accepted: 1, duplicates: 0 }, [], "kept"]);
    const [call] = seen;
    const query = call?.url.searchParams ?? new URLSearchParams();
    expect(call).toMatchObject({ method: "POST", body: '{"v":1}' });
    expect(call?.url.pathname).toBe("/proxy/events");
    expect(call?.headers.cookie).toBeUndefined();
    expect(query.getAll("logged_in_customer_id")).toEqual([store.customers.byEmail("petr@example.com")?.id]);
    expect(query.get("shop")).toBe("juniper-and-clay.myshopify.com");
    expect(query.get("path_prefix")).toBe("/apps/scenarios");
    expect(Math.abs(Number(query.get("timestamp")) - performance.timeOrigin / 1000)).toBeLessThan(600);
    expect(query.get("signature")).toBe(proxySignature(query, SECRET));
  });

  it("renders what the app answers as Liquid inside the theme", async () => {
    appAnswer = { status: 200, headers: { "content-type": "application/liquid" }, body: "<h1>Welcome to {{ shop.name }}</h1>" };
    const page = await (await browser()("/apps/scenarios/preferences")).text();
    expect(page).toContain("<h1>Welcome to Juniper & Clay</h1>");
    expect(page).toContain("Letters from the workshop");
  });
});

it("leaves the admin, the inbox and the control API to others", async () => {
  for (const path of ["/admin", "/admin/api/2026-07/graphql.json", "/inbox", "/_dev/clock"]) {
    const answer = await fetch(origin + path, { headers: { accept: "text/html" } });
    expect([answer.status, await answer.text()]).toEqual([404, ""]);
  }
});

it("has a picture for every product", async () => {
  for (const product of store.state.products.values()) {
    const answer = await fetch(origin + product.image, { method: "HEAD" });
    expect([product.handle, answer.status, Number(answer.headers.get("content-length")) <= 25_000]).toEqual([product.handle, 200, true]);
  }
});
