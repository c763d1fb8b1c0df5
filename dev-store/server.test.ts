import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resend } from "resend";
import { afterEach, describe, expect, it } from "vitest";
import { freePort } from "./control/listen-on.ts";
import { localCredentials } from "./control/local-credentials.ts";
import { startDevStore, type DevStore } from "./server.ts";
import type { Customer, Order, Product } from "./state/types.ts";

const START = Date.UTC(2026, 2, 28, 12);
const stops: (() => unknown)[] = [];
afterEach(async () => { for (const stop of stops.splice(0).reverse()) await stop(); });

interface Answer { status: number; body: Record<string, unknown> }

async function shop(options: { dataFolder?: string } = {}) {
  const heard: { topic: string; valid: boolean; body: unknown }[] = [];
  const appPort = await freePort();
  const app = createServer((req, res) => {
    let body = "";
    req.on("data", (chunk) => (body += String(chunk))).on("end", () => {
      const signature = createHmac("sha256", localCredentials.apiSecret).update(body).digest("base64");
      heard.push({ topic: String(req.headers["x-shopify-topic"] ?? "resend"), valid: req.headers["x-shopify-hmac-sha256"] === signature, body: JSON.parse(body || "null") });
      res.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => app.listen(appPort, "127.0.0.1", resolve));
  stops.push(() => { app.closeAllConnections(); app.close(); });
  const store = await startDevStore({ port: 0, appPort, dataFolder: options.dataFolder ?? null, realNow: () => START });
  stops.push(() => store.stop());
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${store.urls.store}/_dev${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return { store, heard, call, topics: () => heard.map(({ topic }) => topic) };
}

const mailer = (store: DevStore) => new Resend(localCredentials.resendApiKey, { baseUrl: `${store.urls.store}/_resend` });
const mail = { from: "Juniper & Clay <hello@juniper-and-clay.example>", to: "Ola <ola@example.com>", subject: "Your basket", html: "<a href=\"https://juniper-and-clay.myshopify.com/cart\">Basket</a> <a href=\"https://x.example/?a=1&amp;b=2\" hidden>.</a>" };

describe("the control API", () => {
  it("moves the clock by durations and to instants, in the shop's own days, and only forward", async () => {
    const { call } = await shop();
    expect((await call("POST", "/clock", { advance: "PT2H" })).body).toMatchObject({ now: "2026-03-28T14:00:00.000Z", reached: true });
    // Warsaw loses an hour on 29 March.
    expect((await call("POST", "/clock", { advance: "P1D" })).body).toMatchObject({ now: "2026-03-29T13:00:00.000Z" });
    expect((await call("POST", "/clock", { set: "2026-04-01T09:00:00+02:00" })).body).toMatchObject({ now: "2026-04-01T07:00:00.000Z" });
    expect(await call("POST", "/clock", { set: "2026-04-01T08:00:00+02:00" })).toMatchObject({ status: 422, body: { error: { code: "backward", path: "set" } } });
    expect(await call("POST", "/clock", { advance: "-PT1H" })).toMatchObject({ status: 422 });
    expect(await call("POST", "/clock", { advance: "soon" })).toMatchObject({ status: 422, body: { error: { path: "advance" } } });
    expect(await call("POST", "/clock", {})).toMatchObject({ status: 422 });
    expect((await call("GET", "/clock")).body).toMatchObject({ now: "2026-04-01T07:00:00.000Z", frozen: false, processes: [] });
  });

  it("shows and empties the inbox", async () => {
    const { store, call } = await shop();
    await mailer(store).emails.send(mail);
    await mailer(store).emails.send({ ...mail, to: "ewa@example.com" });
    const { body } = await call("GET", "/inbox?channel=email&to=OLA@example.com");
    expect(body.messages).toEqual([expect.objectContaining({ channel: "email", to: "Ola <ola@example.com>", subject: "Your basket", at: "2026-03-28T12:00:00.000Z", links: [`${store.urls.store}/cart`, "https://x.example/?a=1&b=2"] })]);
    expect(await call("GET", "/inbox?channel=fax")).toMatchObject({ status: 422, body: { error: { path: "channel" } } });
    expect((await call("DELETE", "/inbox")).body).toEqual({ deleted: 2 });
    expect((await call("GET", "/inbox")).body).toEqual({ messages: [] });
  });

  it("signs a webhook by hand, under the given ids, and answers the app's status", async () => {
    const { call, heard } = await shop();
    expect(await call("POST", "/webhooks", { topic: "orders/create", payload: { id: 1 }, id: "w-1", eventId: "e-1" })).toEqual({ status: 200, body: { status: 200, id: "w-1", eventId: "e-1" } });
    expect(heard).toEqual([{ topic: "orders/create", valid: true, body: { id: 1 } }]);
    expect(await call("POST", "/webhooks", { topic: "not a topic", payload: {} })).toMatchObject({ status: 422, body: { error: { path: "topic" } } });
  });

  it("creates and changes customers, firing what Shopify would", async () => {
    const { call, topics } = await shop();
    const created = await call("POST", "/customers", { email: "zofia@example.com", firstName: "Zofia", tags: ["vip"], emailConsent: "SUBSCRIBED" });
    expect(created.status).toBe(201);
    expect(topics()).toEqual(["customers/create", "customers_email_marketing_consent/update", "customer.tags_added"]);
    const { id } = created.body as unknown as Customer;
    const changed = await call("PATCH", `/customers/${id}`, { firstName: "Zośka", addTags: ["friend"], emailConsent: { state: "UNSUBSCRIBED" } });
    expect(changed.body).toMatchObject({ firstName: "Zośka", tags: ["friend", "vip"], emailConsent: { state: "UNSUBSCRIBED" } });
    expect((await call("PATCH", "/customers", { id: `gid://shopify/Customer/${id}`, removeTags: ["vip"] })).body).toMatchObject({ tags: ["friend"] });
    expect((await call("GET", "/customers?email=zofia@example.com")).body).toMatchObject({ total: 1, customers: [{ id }] });
    expect(await call("POST", "/customers", { email: "zofia@example.com" })).toMatchObject({ status: 422, body: { error: { message: "Email has already been taken" } } });
    expect(await call("POST", "/customers", { email: "no", extra: 1 })).toMatchObject({ status: 422 });
    expect(await call("PATCH", "/customers/1", { firstName: "A" })).toMatchObject({ status: 404 });
    expect(await call("PATCH", "/customers", { firstName: "A" })).toMatchObject({ status: 422, body: { error: { path: "id" } } });
  });

  it("changes prices and stock, places, refunds and cancels orders", async () => {
    const { call, topics } = await shop();
    const { body } = await call("GET", "/products?limit=1");
    const [product] = body.products as Product[];
    const variantId = product?.variants[0]?.id;
    expect((await call("PATCH", `/products/${product?.id}`, { priceMinor: 1990, inventory: 7 })).body).toMatchObject({ variants: expect.arrayContaining([expect.objectContaining({ priceMinor: 1990, inventory: 7 })]) as unknown });
    expect(await call("PATCH", `/products/${product?.id}`, { variants: [{ id: "1", priceMinor: 1 }] })).toMatchObject({ status: 404 });
    const placed = await call("POST", "/orders", { email: "ola@example.com", lines: [{ variantId, quantity: 2 }] });
    expect(placed).toMatchObject({ status: 201, body: { totalMinor: 3980, customerId: expect.any(String) as string } });
    const { id } = placed.body as unknown as Order;
    expect((await call("PATCH", `/orders/${id}`, { refund: { amountMinor: 1990 } })).body).toMatchObject({ refunds: [{ amountMinor: 1990 }] });
    expect((await call("PATCH", `/orders/${id}`, { cancel: true })).body).toMatchObject({ cancelledAt: START });
    expect(await call("PATCH", `/orders/${id}`, { cancel: true })).toMatchObject({ status: 422 });
    expect(topics()).toEqual(expect.arrayContaining(["products/update", "orders/create", "customers/purchasing_summary", "refunds/create", "orders/cancelled"]));
    expect((await call("GET", "/orders?email=ola@example.com")).body).toMatchObject({ orders: [{ id }] });
  });

  it("fails the next calls to a provider and refuses targets that do not exist", async () => {
    const { store, call } = await shop();
    expect(await call("POST", "/faults", { target: "pigeon", mode: "500" })).toMatchObject({ status: 422 });
    expect(await call("POST", "/faults", { target: "resend", mode: "500", count: 1 })).toMatchObject({ status: 201, body: { faults: [{ target: "resend", mode: "500", left: 1 }] } });
    expect((await mailer(store).emails.send(mail)).error).toMatchObject({ statusCode: 500 });
    await call("POST", "/faults", { target: "resend", mode: "hold" });
    const parked = mailer(store).emails.send(mail);
    while (store.faults.parked === 0) await new Promise((resolve) => setImmediate(resolve));
    expect((await call("GET", "/faults")).body).toMatchObject({ held: 1, parked: [{ target: "resend", path: "/_resend/emails" }] });
    expect((await call("DELETE", "/faults")).body).toEqual({ released: 1 });
    expect((await parked).error).toBeNull();
  });

  it("switches the app embed, resets to the seed and tells its health", async () => {
    const { call } = await shop();
    expect((await call("PUT", "/embed", { enabled: false })).body).toMatchObject({ enabled: false, handle: "tracker" });
    expect((await call("GET", "/embed")).body).toMatchObject({ enabled: false });
    await call("POST", "/customers", { email: "zofia@example.com" });
    expect((await call("POST", "/reset")).body).toMatchObject({ reset: true, customers: 500 });
    expect((await call("GET", "/customers?email=zofia@example.com")).body).toMatchObject({ total: 0 });
    expect((await call("GET", "/health")).body).toMatchObject({ ok: true, app: { reachable: true, status: 200 } });
  });

  it("answers unknown paths, methods and broken JSON with a reason", async () => {
    const { store, call } = await shop();
    expect(await call("PUT", "/clock", {})).toMatchObject({ status: 405, body: { error: { code: "method_not_allowed" } } });
    const broken = await fetch(`${store.urls.store}/_dev/clock`, { method: "POST", body: "{" });
    expect([broken.status, await broken.json()]).toMatchObject([400, { error: { code: "not_json" } }]);
    expect((await fetch(`${store.urls.store}/_dev/nothing`)).status).toBe(404);
  });
});

describe("between two starts", () => {
  it("keeps the shop, the clock, the inbox, and what was sent under a key", async () => {
    const dataFolder = join(await mkdtemp(join(tmpdir(), "dev-store-")), "store");
    stops.push(() => rm(dataFolder, { recursive: true }));
    const first = await shop({ dataFolder });
    await first.call("POST", "/clock", { advance: "PT3H" });
    await first.call("POST", "/customers", { email: "zofia@example.com" });
    await mailer(first.store).emails.send(mail, { idempotencyKey: "k" });
    await first.store.stop();
    const second = await shop({ dataFolder });
    expect((await second.call("GET", "/clock")).body).toMatchObject({ now: "2026-03-28T15:00:00.000Z" });
    expect((await second.call("GET", "/customers?email=zofia@example.com")).body).toMatchObject({ total: 1 });
    await mailer(second.store).emails.send(mail, { idempotencyKey: "k" });
    expect((await second.call("GET", "/inbox")).body.messages).toHaveLength(1);
  });

  it("says which port is taken and leaves nothing listening", async () => {
    const { store } = await shop();
    const port = Number(new URL(store.urls.store).port);
    await expect(startDevStore({ port, dataFolder: null, realNow: () => START })).rejects.toThrow(`Port ${port} is taken`);
  });
});
