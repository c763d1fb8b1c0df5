import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { operatorCounts } from "~/ingest/operator-counts";
import { abandonedCart } from "~/templates/abandoned-cart/template";
import { pino } from "pino";
import { KnownDefinitions } from "~/ingest/known-definitions.server";
import { storeBatches } from "~/ingest/store-batches.server";
import { publishVersion } from "~/services/scenarios/publish-version.server";
import { newId } from "~/adapters/db/new-id.server";
import { addedToCart, batch, cartEvent, DOMAIN, linkFollowed, NOW, openIngest, pageViewed, type Ingest } from "../factories/ingest-rig";

const VISITOR = randomUUID();
let ingest: Ingest;
beforeEach(async () => {
  ingest = await openIngest();
});
afterEach(() => ingest.close());

const stored = async () => (await ingest.rows("Event")).length + (await ingest.rows("Visitor")).length + (await ingest.rows("Cart")).length + (await ingest.rows("EventSeen")).length;

describe("what is taken (R43)", () => {
  it("R43 stores a batch before it answers, money in minor units, secrets cut", async () => {
    const sent = batch([pageViewed("/account/reset/77/secret", NOW - 2000, "?key=abc&utm_source=mail"), addedToCart(4900), addedToCart(12_300, "JPY")]);
    const answer = await ingest.send(sent);
    expect(answer).toMatchObject({ status: 202, body: { accepted: 3, duplicates: 0 } });
    const events = await ingest.rows("Event");
    expect(events.map(({ type, at, visitorId, customerId, source, properties }) => ({ type, at, visitorId, customerId, source, properties: JSON.parse(properties) as unknown }))).toEqual([
      { type: "page_viewed", at: NOW - 2000, visitorId: sent.visitorId, customerId: null, source: "storefront", properties: { page: { path: "/account", query: "?utm_source=mail" } } },
      { type: "product_added_to_cart", at: NOW, visitorId: sent.visitorId, customerId: null, source: "storefront", properties: { page: { path: "/", query: "" }, productId: "501", variantId: "601", quantity: 2, currency: "EUR", priceMinor: 4900 } },
      { type: "product_added_to_cart", at: NOW, visitorId: sent.visitorId, customerId: null, source: "storefront", properties: { page: { path: "/", query: "" }, productId: "501", variantId: "601", quantity: 2, currency: "JPY", priceMinor: 123 } },
    ]);
    expect(ingest.woken).toContain("runs");
  });

  it("R43 counts a replay once, whole or in part, at the same time or later", async () => {
    const sent = batch([pageViewed(), addedToCart()]);
    const together = await Promise.all([ingest.send(sent), ingest.send(sent), ingest.send(sent)]);
    expect(together.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(together.reduce((sum, { body }) => sum + (body.accepted ?? 0), 0)).toBe(2);
    expect(together.reduce((sum, { body }) => sum + (body.duplicates ?? 0), 0)).toBe(4);
    const partly = await ingest.send({ ...sent, sentAt: NOW + 5000, events: [...sent.events, pageViewed("/new", NOW + 4000)] });
    expect(partly.body).toEqual({ accepted: 1, duplicates: 2 });
    expect(await ingest.rows("Event")).toHaveLength(3);
  });

  it("R43 believes the browser's differences, not its clock", async () => {
    const hisClock = NOW - 40 * DAY;
    await ingest.send(batch([pageViewed("/late", hisClock - 3 * HOUR), pageViewed("/set-back", hisClock + 5 * MINUTE)], { sentAt: hisClock }));
    expect((await ingest.rows("Event")).map(({ at }) => at).sort()).toEqual([NOW - 3 * HOUR, NOW]);
  });

  it("keeps the cart as its newest snapshot shows it, whatever the order of arrival", async () => {
    const { visitorId } = batch([pageViewed()]);
    await ingest.send(batch([cartEvent("cart_updated", "c1?key=x", [3], NOW - 1000)], { visitorId }));
    await ingest.send(batch([cartEvent("cart_viewed", "c1", [1], NOW - 5000)], { visitorId }));
    expect(await ingest.rows("Cart")).toMatchObject([{
      token: "c1", visitorId, currency: "EUR", totalMinor: 14_700, openedAt: NOW - 5000, updatedAt: NOW - 1000,
      lines: JSON.stringify([{ productId: "501", variantId: "601", quantity: 3, lineMinor: 14_700 }]),
    }]);
  });

  it("R14 R15 tells the entry points in the same transaction: the idle clock of the cart starts", async () => {
    const definition = abandonedCart.definition();
    await ingest.db.write(async (tx) => {
      const versionId = await publishVersion(tx, ingest.shopId, { scenarioId: "s1", definition, now: NOW, newId });
      await tx.forShop(ingest.shopId).insertInto("Scenario").values({ shopId: ingest.shopId, id: "s1", name: "Carts", status: "active", definition: JSON.stringify(definition), revision: 1, versionId, firstActivatedAt: NOW, activatedAt: NOW, stoppedAt: null, createdAt: NOW, updatedAt: NOW }).execute();
    });
    const sent = batch([addedToCart(), cartEvent("cart_viewed", "c1", [1])]);
    await ingest.send(sent);
    const clocks = () => ingest.db.forShop(ingest.shopId).selectFrom("IdleClock").select(["subjectId", "stage", "dueAt"]).execute();
    expect(await clocks()).toEqual([{ subjectId: sent.visitorId, stage: "opened-not-checkout", dueAt: NOW + HOUR }]);
    await ingest.addCustomer("ola", "77");
    await ingest.send(batch([pageViewed()], { visitorId: sent.visitorId }), { customer: "77" });
    expect(await clocks()).toEqual([{ subjectId: "ola", stage: "opened-not-checkout", dueAt: NOW + HOUR }]);
  });
});

describe("who it was (R44)", () => {
  beforeEach(async () => {
    await ingest.addCustomer("ola", "77");
    await ingest.addCustomer("jan", "78");
  });
  const whose = async () => (await ingest.rows("Event")).map(({ customerId }) => customerId);

  it("R44 joins the history from before to the customer who logs in, once", async () => {
    const { visitorId } = batch([pageViewed()]);
    await ingest.send(batch([pageViewed(), cartEvent("cart_viewed", "c1", [1])], { visitorId }));
    await ingest.send(batch([pageViewed("/account")], { visitorId }), { customer: "77" });
    await ingest.send(batch([pageViewed("/after")], { visitorId }));
    expect(await whose()).toEqual(["ola", "ola", "ola", null]);
    expect(await ingest.rows("Cart")).toMatchObject([{ customerId: "ola" }]);
    expect((await ingest.rows("Visitor")).find(({ id }) => id === visitorId)).toMatchObject({ customerId: "ola", identifiedBy: "login", identifiedAt: NOW });
  });

  it("R44 joins what came in one group with the request that told who it was", async () => {
    const shop = DOMAIN;
    const delivery = (path: string, loggedInCustomerId: string | null) => {
      const events = [pageViewed(path)];
      return { shopDomain: shop, market: "", loggedInCustomerId, receivedAt: NOW, batch: batch(events, { visitorId: VISITOR }), instants: [NOW] };
    };
    const deps = { now: NOW, newId, log: pino({ level: "silent" }), sign: () => new Uint8Array(), definitions: new KnownDefinitions() };
    await ingest.db.write((tx) => storeBatches(tx, deps, [delivery("/before", null), delivery("/login", "77"), delivery("/after", null)]));
    expect(await whose()).toEqual(["ola", "ola", null]);
    expect(new Set((await ingest.rows("Event")).map(({ visitorId }) => visitorId)).size).toBe(2);
  });

  it("R44 after a log-out another visitor begins in the browser, whose cart is nobody's until somebody logs in", async () => {
    const { visitorId } = batch([pageViewed()]);
    await ingest.send(batch([cartEvent("cart_viewed", "c1", [1])], { visitorId }), { customer: "77" });
    await ingest.send(batch([cartEvent("cart_updated", "c1", [2], NOW)], { visitorId }));
    expect(await ingest.rows("Cart")).toMatchObject([{ token: "c1", customerId: null }]);
    await ingest.send(batch([pageViewed("/account")], { visitorId }), { customer: "78" });
    expect(await whose()).toEqual(["ola", "jan", "jan"]);
    expect(await ingest.rows("Cart")).toMatchObject([{ token: "c1", customerId: "jan" }]);
  });

  it("R44 one who was merged is the customer kept, also when the old log-in still stands", async () => {
    await ingest.db.write((tx) => tx.forShop(ingest.shopId).updateTable("Customer").set({ deletedAt: NOW, mergedIntoId: "jan" }).where("id", "=", "ola").execute());
    await ingest.send(batch([pageViewed()]), { customer: "77" });
    expect(await whose()).toEqual(["jan"]);
  });

  it("R44 gives nobody the history of another who used the same browser", async () => {
    const { visitorId } = batch([pageViewed()]);
    await ingest.send(batch([pageViewed("/of-ola")], { visitorId }), { customer: "77" });
    await ingest.send(batch([pageViewed("/of-jan")], { visitorId }), { customer: "78" });
    expect(await whose()).toEqual(["ola", "jan"]);
  });

  it("R44 knows her by the link of a message, and keeps the message but not the token", async () => {
    const { messageId, token } = await ingest.addMessage("ola");
    await ingest.send(batch([pageViewed(), linkFollowed(token)]));
    expect(await whose()).toEqual(["ola", "ola"]);
    expect(await ingest.rows("Visitor")).toMatchObject([{ customerId: "ola", identifiedBy: "link" }]);
    const followed = (await ingest.rows("Event")).find(({ type }) => type === "message_link_followed");
    expect(JSON.parse(followed?.properties ?? "")).toMatchObject({ messageId });
    expect(followed?.properties).not.toContain(token);
    expect(ingest.woken).toContain("interactions");
  });

  it("R32 R44 lets no link override a log-in, before or after, and a log-in override a link", async () => {
    const { token } = await ingest.addMessage("ola");
    const { visitorId } = batch([pageViewed()]);
    await ingest.send(batch([linkFollowed(token)], { visitorId }), { customer: "78" });
    await ingest.send(batch([linkFollowed(token)], { visitorId }));
    expect(await whose()).toEqual(["jan", "ola"]);
    const other = batch([linkFollowed(token)]);
    await ingest.send(other);
    await ingest.send(batch([pageViewed()], { visitorId: other.visitorId }), { customer: "78" });
    expect((await whose()).slice(2)).toEqual(["ola", "jan"]);
  });

  it("R32 R44 lets no link override the log-in of a customer whom we have not been told of, nor credits her browsing to another", async () => {
    const { token } = await ingest.addMessage("ola");
    await ingest.send(batch([linkFollowed(token), pageViewed()]), { customer: "999" });
    const known = batch([pageViewed("/of-ola")]);
    await ingest.send(known, { customer: "77" });
    await ingest.send(batch([pageViewed("/of-nobody-known")], { visitorId: known.visitorId }), { customer: "999" });
    expect(await whose()).toEqual([null, null, "ola", null]);
  });

  it("R44 gives the cart and its idle clock to who logs in, when the forwarded mail of another had named her before", async () => {
    const clockOf = { shopId: ingest.shopId, scenarioId: "s", entryPointId: "e", kind: "cart-abandonment", stage: "opened", dueAt: NOW + HOUR, at: NOW };
    const { token } = await ingest.addMessage("ola");
    const friend = batch([linkFollowed(token), cartEvent("cart_viewed", "c1", [1])]);
    await ingest.send(friend);
    await ingest.db.write(async (tx) => {
      await tx.forShop(ingest.shopId).insertInto("IdleClock").values({ ...clockOf, subjectId: "ola", factKey: "f1", context: JSON.stringify({ cartToken: "c1" }) }).execute();
      await tx.forShop(ingest.shopId).insertInto("IdleClock").values({ ...clockOf, entryPointId: "e2", subjectId: "ola", factKey: "f2", context: JSON.stringify({ cartToken: "of-ola" }) }).execute();
    });
    await ingest.send(batch([pageViewed("/account")], { visitorId: friend.visitorId }), { customer: "78" });
    expect(await ingest.rows("Cart")).toMatchObject([{ token: "c1", customerId: "jan" }]);
    const clocks = await ingest.db.forShop(ingest.shopId).selectFrom("IdleClock").select(["entryPointId", "subjectId"]).orderBy("entryPointId").execute();
    expect(clocks).toEqual([{ entryPointId: "e", subjectId: "jan" }, { entryPointId: "e2", subjectId: "ola" }]);
  });

  it("forgets old claims as fast as they come, however many they are", async () => {
    const old = Array.from({ length: 2_500 }, (_, n) => ({ shopId: ingest.shopId, key: `s:${n}`, seenAt: NOW - 9 * DAY }));
    await ingest.db.write(async (tx) => {
      for (let start = 0; start < old.length; start += 500) await tx.forShop(ingest.shopId).insertInto("EventSeen").values(old.slice(start, start + 500)).execute();
    });
    for (let sent = 0; sent < 3; sent += 1) await ingest.send(batch([pageViewed()]));
    expect(await ingest.rows("EventSeen")).toHaveLength(3);
  });

  it("R44 takes a token nobody signed, or a customer it was not told of, for nothing", async () => {
    const { token } = await ingest.addMessage("ola");
    await ingest.send(batch([linkFollowed(`${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`)]), { customer: "999" });
    expect(await whose()).toEqual([null]);
  });
});

describe("what is refused: with a reason, counted, nothing stored", () => {
  const page = () => batch([pageViewed()]);
  it.each<[string, number, string, () => Promise<{ status: number; body: { error?: { code: string; path?: string } } }>]>([
    ["no signature", 401, "unsigned", () => ingest.send(page(), { tamper: (query) => query.delete("signature") })],
    ["another shop's name under our signature", 401, "unsigned", () => ingest.send(page(), { tamper: (query) => query.set("shop", "other.myshopify.com") })],
    ["another customer under our signature", 401, "unsigned", () => ingest.send(page(), { customer: "77", tamper: (query) => query.set("logged_in_customer_id", "78") })],
    ["a signature that is no hex", 401, "unsigned", () => ingest.send(page(), { tamper: (query) => query.set("signature", "zz".repeat(32)) })],
    ["a signature of yesterday", 401, "stale", () => ingest.send(page(), { timestamp: Date.UTC(2026, 5, 30, 10) / 1000 })],
    ["a shop that never installed us", 404, "unknown-shop", () => ingest.send(page(), { shop: "stranger.myshopify.com" })],
    ["a GET", 405, "method", () => ingest.send(page(), { method: "GET" })],
    ["no JSON", 400, "malformed", () => ingest.post("{nonsense")],
    ["no bytes", 400, "malformed", () => ingest.post("")],
    ["another shape", 400, "malformed", () => ingest.post("[]")],
    ["65 KB", 413, "oversized", () => ingest.post("x".repeat(65 * 1024 + 1))],
    ["5 MB", 413, "oversized", () => ingest.post("x".repeat(900_000))],
    ["an event a month old", 422, "absurd-date", () => ingest.send(batch([pageViewed("/", NOW - 30 * DAY)]))],
    ["an event of tomorrow", 422, "absurd-date", () => ingest.send(batch([pageViewed("/", NOW + DAY)]))],
    ["an event of 1970", 422, "absurd-date", () => ingest.send(batch([pageViewed("/", 0)], { sentAt: 0 }))],
    ["an event of 2199", 422, "absurd-date", () => ingest.send(batch([pageViewed("/", Date.UTC(2199, 0))], { sentAt: Date.UTC(2199, 0) }))],
  ])("%s → %i %s", async (_what, status, code, call) => {
    const answer = await call();
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    expect(await stored()).toBe(0);
    expect(ingest.counts.read().refused).toEqual({ [code]: 1 });
    expect((await ingest.send(page())).status).toBe(202);
  });

  it("a wrong field is named by its path", async () => {
    const sent = batch([pageViewed(), addedToCart(-1)]);
    expect((await ingest.send(sent)).body.error).toMatchObject({ code: "malformed", path: "events.1.data.price" });
    expect(await stored()).toBe(0);
  });

  it("an uninstalled shop at once", async () => {
    await ingest.send(page());
    await ingest.db.write((tx) => tx.acrossShops.updateTable("Shop").set({ uninstalledAt: NOW }).where("domain", "=", DOMAIN).execute());
    expect((await ingest.send(page())).status).toBe(404);
  });

  it("a body that grows without having said so", async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(ingest.origin).port), "127.0.0.1");
      let received = "";
      socket.on("data", (chunk) => (received += chunk.toString()));
      socket.on("close", () => resolve(received));
      socket.on("error", reject);
      void signedPath().then((path) => {
        socket.write(`POST ${path} HTTP/1.1\r\nhost: app\r\ntransfer-encoding: chunked\r\n\r\n`);
        for (let n = 0; n < 10; n += 1) socket.write(`4000\r\n${"x".repeat(0x4000)}\r\n`);
      });
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect((await ingest.send(page())).status).toBe(202);
  });

  async function signedPath(): Promise<string> {
    let path = "";
    await ingest.send(page(), { tamper: (query) => (path = `/proxy/events?${query}`) });
    return path;
  }
});

describe("limits", () => {
  it("asks a visitor who sends too much to wait, and nobody else", async () => {
    await ingest.close();
    ingest = await openIngest({ visitor: { points: 2, window: 60 }, shop: { points: 1000, window: 60 } });
    const { visitorId } = batch([pageViewed()]);
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await ingest.send(batch([pageViewed()], { visitorId }))).status);
    const refused = await ingest.send(batch([pageViewed()], { visitorId }));
    expect([statuses, refused.status, refused.body.error?.code]).toEqual([[202, 202, 429], 429, "too-many"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ingest.send(batch([pageViewed()]))).status).toBe(202);
  });

  it("asks a shop that sends too much to wait", async () => {
    await ingest.close();
    ingest = await openIngest({ visitor: { points: 1000, window: 60 }, shop: { points: 1, window: 60 } });
    expect((await ingest.send(batch([pageViewed()]))).status).toBe(202);
    expect((await ingest.send(batch([pageViewed()]))).status).toBe(429);
  });
});

describe("the operator", () => {
  it("reads on the machine itself what was taken and refused, and nobody does through a proxy", async () => {
    await ingest.send(batch([pageViewed()]));
    await ingest.post("nonsense");
    const server = createServer(operatorCounts(ingest.counts));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/operator/ingest`;
    expect(await (await fetch(address)).json()).toEqual({ accepted: 1, duplicates: 0, refused: { malformed: 1 } });
    expect((await fetch(address, { headers: { "x-forwarded-for": "203.0.113.7" } })).status).toBe(404);
    server.closeAllConnections();
    server.close();
  });
});

describe("whatever comes", () => {
  it("any bytes are answered by 4xx and store nothing", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
      const { status } = await ingest.post(new Uint8Array(bytes));
      expect(status).toBe(400);
    }), { numRuns: 60 });
    expect(await stored()).toBe(0);
  });

  it("any JSON and any batch with one thing changed is taken or refused, never an error of ours", async () => {
    const fields = ["v", "sentAt", "visitorId", "events", "events.0.id", "events.0.at", "events.0.type", "events.0.page", "events.0.page.path", "events.0.data", "events.0.data.cart", "events.0.data.cart.token", "events.0.data.cart.currency", "events.0.data.cart.lines", "events.0.data.cart.lines.0.quantity", "events.0.data.cart.totalPrice"];
    const wild = fc.oneof(fc.jsonValue(), fc.constantFrom("\u0000", "\ud800", "__proto__", -1, 1e308, Number.MAX_SAFE_INTEGER, 8.64e15, "ZZZ", "constructor"), fc.string({ unit: "binary" }));
    await fc.assert(fc.asyncProperty(fc.constantFrom(...fields), wild, async (field, value) => {
      const sent: unknown = JSON.parse(JSON.stringify(batch([cartEvent("cart_viewed", randomUUID(), [1])])));
      put(sent, field.split("."), value);
      const before = await stored();
      const { status, body } = await ingest.post(JSON.stringify(sent));
      expect([202, 400, 422]).toContain(status);
      if (status !== 202) {
        expect(body.error?.code).toBeTruthy();
        expect(await stored()).toBe(before);
      }
    }), { numRuns: 150 });
    expect(ingest.counts.read().refused["not-stored"]).toBeUndefined();
  });

  it("any split of the same events into requests and replays counts each once", async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(fc.nat(9), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 }), async (requests) => {
      const events = Array.from({ length: 10 }, (_, n) => pageViewed(`/${n}`));
      const { visitorId } = batch(events);
      const answers = await Promise.all(requests.map((picks) => ingest.send(batch(picks.flatMap((n) => events[n] ?? []), { visitorId }))));
      expect(answers.reduce((sum, { body }) => sum + (body.accepted ?? 0), 0)).toBe(new Set(requests.flat()).size);
      const rows = (await ingest.rows("Event")).filter((event) => event.visitorId === visitorId);
      expect(rows).toHaveLength(new Set(requests.flat()).size);
    }), { numRuns: 25 });
  });
});

function put(target: unknown, [key = "", ...rest]: string[], value: unknown): void {
  if (typeof target !== "object" || target === null) return;
  if (rest.length > 0) put(Reflect.get(target, key), rest, value);
  else Reflect.set(target, key, value);
}
