import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "~/domain/instant";
import { identifyVisitor } from "~/services/customers/identify-visitor.server";
import { messageLinks } from "~/ingest/message-links.server";
import { pushProxy, pushWorker } from "~/ingest/push-proxy.server";
import { readShopChannels } from "~/queries/shop-channels.server";
import { previewMessage } from "~/services/messages/preview-message.server";
import { subscribeBrowser } from "~/services/push/subscribe-browser.server";
import { sendPush, type SendPushConfig } from "~/steps/send-push/definition";
import { proxySignature } from "../../dev-store/storefront/proxy-signature.ts";
import { cartSeries } from "../factories/engine-world";
import { listening, openMessageWorld, type MessageWorld } from "../factories/message-world";

const worlds: MessageWorld[] = [];
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  for (const world of worlds.splice(0)) await world.close();
});

const API_SECRET = "the app's secret";
const QUESTION = "Shall we tell you when your cart waits?";
const config: SendPushConfig = { ...sendPush.defaults, title: "{{ customer.first_name }}, your cart waits", body: "{{ cart.total }}", url: "{{ cart.url }}", lifetimeHours: 72, consent: "push" };

/** A shop whose scenario sends a web push an hour after a cart was left, and Ola, who left one. */
async function pushWorld(more: Partial<SendPushConfig> = {}) {
  const world = await openMessageWorld();
  worlds.push(world);
  const { shop, db } = world;
  await db.write((tx) => tx.forShop(shop.id).insertInto("Consent").values([
    { shopId: shop.id, id: "c-push", key: "push", name: "Web push", channels: '["push"]', shopify: null },
    { shopId: shop.id, id: "c-all", key: "all", name: "Everything", channels: '["email","push"]', shopify: null },
  ]).execute());
  await world.activate({ ...cartSeries(), firstStepId: "push", steps: [{ id: "push", type: "send-push", version: 1, config: { ...config, ...more }, next: { next: null } }] });
  await world.shopper("ola");
  await db.write((tx) => tx.forShop(shop.id).updateTable("Customer").set({ shopifyId: "77" }).where("id", "=", "ola").execute());
  /** A browser that Ola is logged in with, and allowed. */
  const browser = async () => {
    const { id, subscription } = world.provider.push.subscribe("ola@example.com");
    await subscribeBrowser(context, shop, { visitorId: randomUUID(), loggedInCustomerId: "77", subscription, text: QUESTION, agent: "Chrome" });
    return id;
  };
  const context = { ...world.context, log: pino({ level: "silent" }) };
  return { ...world, context, browser };
}

/** The same, with one browser, when the message is due. */
async function duePush(more: Partial<SendPushConfig> = {}) {
  const world = await pushWorld(more);
  const browser = await world.browser();
  await world.advance(HOUR);
  return { ...world, first: browser };
}

type PushWorld = Awaited<ReturnType<typeof pushWorld>>;
const shown = (world: PushWorld) => world.provider.inbox.list({ channel: "push" });
const theMessage = async (world: PushWorld) => (await world.messageOf("ola"))[0];
const consents = (world: PushWorld) => world.db.forShop(world.shop.id).selectFrom("CustomerConsent").select(["consentId", "state", "source"]).where("customerId", "=", "ola").where("consentId", "in", ["c-push", "c-all"]).execute();
const subscriptions = (world: PushWorld) => world.db.forShop(world.shop.id).selectFrom("PushSubscription").select(["customerId", "goneAt", "text"]).execute();

describe("a web push", () => {
  it("R28 goes out once, encrypted, with its lifetime, topic and tag, to every browser of the customer", async () => {
    const world = await duePush();
    await world.browser();
    await world.drain();
    expect(shown(world)).toHaveLength(2);
    const message = await theMessage(world);
    const tag = message?.id.replaceAll("-", "");
    expect(shown(world)[0]).toMatchObject({ to: "ola@example.com", subject: "ola, your cart waits", headers: { ttl: String(72 * 3_600), topic: tag, tag, offText: "Turn off" } });
    expect(shown(world)[0]?.text).toMatch(/^€132\.00\nhttps:\/\/app\.example\/m\/c\//);
    expect(message).toMatchObject({ channel: "push", status: "handed-over", consentId: "c-push", subject: "ola, your cart waits" });
    expect((await world.runs())[0]).toMatchObject({ status: "completed" });
    expect(await world.counts()).toMatchObject({ sent: 1 });
  });

  it("R42 does not go out without a browser, nor when the consent was withdrawn meanwhile", async () => {
    const without = await pushWorld();
    await without.db.write((tx) => tx.forShop(without.shop.id).insertInto("CustomerConsent").values({ shopId: without.shop.id, customerId: "ola", consentId: "c-push", state: "granted", changedAt: 1, source: "import", evidence: null }).execute());
    await without.advance(HOUR);
    await without.drain();
    expect(await theMessage(without)).toMatchObject({ status: "suppressed", reason: "no-browser" });
    const world = await duePush();
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("CustomerConsent").set({ state: "withdrawn" }).where("consentId", "=", "c-push").execute());
    await world.drain();
    expect(await theMessage(world)).toMatchObject({ status: "suppressed", reason: "consent-withdrawn" });
    expect(shown(world)).toEqual([]);
  });

  it("R28 a browser that is gone is not asked again; one that is left is enough", async () => {
    const world = await duePush();
    await world.browser();
    world.provider.push.unsubscribe(world.first);
    await world.drain();
    expect(shown(world)).toHaveLength(1);
    expect(await theMessage(world)).toMatchObject({ status: "handed-over" });
    expect((await subscriptions(world)).filter(({ goneAt }) => goneAt !== null)).toHaveLength(1);
  });

  it.each([["continue", "completed"], ["remove", "removed"]] as const)("R28 the last browser is gone: failed, and the run does as the step says (%s)", async (onFailure, status) => {
    const world = await duePush({ onFailure });
    world.provider.push.unsubscribe(world.first);
    await world.drain();
    expect(await theMessage(world)).toMatchObject({ status: "failed", reason: "rejected" });
    expect((await world.runs())[0]).toMatchObject({ status });
  });

  it.each(["accept-then-drop", "reset", "500", "429"] as const)("R28 %s: again under the same topic and tag, and the customer sees it once", async (mode) => {
    const world = await duePush();
    world.provider.failPush(mode);
    await world.pass(20 * MINUTE);
    expect(shown(world)).toHaveLength(1);
    expect(await theMessage(world)).toMatchObject({ status: "handed-over" });
    expect(await world.counts()).toMatchObject({ sent: 1 });
  });

  it("R28 a push service that never answers: unknown after an hour", async () => {
    const world = await duePush();
    world.provider.failPush("500", 1_000);
    await world.pass(3 * HOUR);
    expect(await theMessage(world)).toMatchObject({ status: "unknown", reason: "no-answer" });
    expect((await world.runs())[0]).toMatchObject({ status: "completed" });
  });
});

describe("what a browser tells", () => {
  it("R2 displayed counts once, whoever tells it how often; only by POST and only with our signature", async () => {
    const world = await duePush();
    await world.drain();
    const server = await listening(messageLinks(world.context));
    closers.push(server.close);
    const path = new URL(shown(world)[0]?.headers["displayed"] ?? "").pathname;
    expect((await fetch(`${server.url}${path}`)).status).toBe(405);
    for (const _twice of [1, 2]) expect((await fetch(`${server.url}${path}`, { method: "POST" })).status).toBe(204);
    expect((await fetch(`${server.url}${path.slice(0, -2)}AA`, { method: "POST" })).status).toBe(404);
    expect(await theMessage(world)).toMatchObject({ displayedAt: world.clock.now() });
    expect(await world.counts()).toMatchObject({ displayed: 1 });
  });

  it("R42 the off switch withdraws with evidence and counts once", async () => {
    const world = await duePush();
    await world.drain();
    const server = await listening(messageLinks(world.context));
    closers.push(server.close);
    const path = new URL(shown(world)[0]?.headers["off"] ?? "").pathname;
    expect(await (await fetch(`${server.url}${path}`)).text()).toContain("stop receiving web push from");
    for (const _twice of [1, 2]) expect((await fetch(`${server.url}${path}`, { method: "POST", body: new URLSearchParams({ push: "off" }) })).status).toBe(200);
    expect(await consents(world)).toEqual([{ consentId: "c-push", state: "withdrawn", source: "push-off" }]);
    expect(await world.counts()).toMatchObject({ unsubscribed: 1 });
  });
});

describe("switching web push on and off", () => {
  /** The endpoint as Shopify's app proxy hands on to it. */
  async function proxy(world: PushWorld, broken: Partial<PushWorld["context"]> = {}) {
    const context = { ...world.context, env: { SHOPIFY_API_SECRET: API_SECRET, PUSH_SERVICE_ORIGIN: world.provider.origin } };
    const server = await listening(pushProxy(Object.defineProperties(context, Object.getOwnPropertyDescriptors(broken))));
    closers.push(server.close);
    return async (body: unknown, { login = "", secret = API_SECRET } = {}) => {
      const query = new URLSearchParams({ shop: world.shop.domain, logged_in_customer_id: login, path_prefix: "/apps/scenarios", timestamp: String(Math.floor(world.clock.real() / 1_000)) });
      query.append("signature", proxySignature(query, secret));
      const answer = await fetch(`${server.url}/proxy/push?${query}`, body === null ? {} : { method: "POST", body: JSON.stringify(body) });
      return { status: answer.status, body: await answer.json() as unknown };
    };
  }

  it("R28 a key that cannot be read now is no answer that could not be stored", async () => {
    const world = await pushWorld();
    const call = await proxy(world, { get setUp(): never { throw new Error("away"); } });
    expect(await call(null)).toEqual({ status: 503, body: { error: { code: "not-read", message: "It could not be read. Ask again later." } } });
    expect(await call({})).toEqual({ status: 503, body: { error: { code: "not-stored", message: "It could not be stored. Send it again." } } });
  });

  it("R42 logged in: the consent for web push alone, with the question as evidence, once; off again with the last browser", async () => {
    const world = await pushWorld();
    const call = await proxy(world);
    expect(await call(null)).toMatchObject({ status: 200, body: { publicKey: world.context.setUp.push?.publicKey } });
    const { subscription } = world.provider.push.subscribe("ola@example.com");
    const said = { action: "subscribe", visitorId: randomUUID(), subscription, text: QUESTION };
    for (const _twice of [1, 2]) expect(await call(said, { login: "77" })).toMatchObject({ status: 200 });
    expect(await consents(world)).toEqual([{ consentId: "c-push", state: "granted", source: "push-prompt" }]);
    expect(await subscriptions(world)).toEqual([{ customerId: "ola", goneAt: null, text: QUESTION }]);
    expect(await world.db.forShop(world.shop.id).selectFrom("ConsentStatement").select(["state", "text"]).where("consentId", "=", "c-push").execute()).toEqual([{ state: "granted", text: QUESTION }]);
    expect(await readShopChannels(world.db, world.shop, world.context.setUp)).toMatchObject({ push: { missing: null, reachable: 1 } });
    world.clock.set(world.clock.now() + MINUTE, true);
    for (const _twice of [1, 2]) expect(await call({ action: "unsubscribe", endpoint: subscription.endpoint })).toMatchObject({ status: 200 });
    expect(await consents(world)).toEqual([{ consentId: "c-push", state: "withdrawn", source: "push-off" }]);
    expect(await readShopChannels(world.db, world.shop, world.context.setUp)).toMatchObject({ push: { reachable: 0 } });
  });

  it("R44 nobody knows who it is: the browser keeps the answer until it is known", async () => {
    const world = await pushWorld();
    const call = await proxy(world);
    const visitorId = randomUUID();
    const { subscription } = world.provider.push.subscribe("somebody");
    expect(await call({ action: "subscribe", visitorId, subscription, text: QUESTION })).toMatchObject({ status: 200 });
    expect(await consents(world)).toEqual([]);
    await world.db.write((tx) => identifyVisitor(tx, { now: world.clock.now() + 1, newId: world.context.newId, log: world.context.log }, world.shop, { shopId: world.shop.id, id: visitorId, browserId: visitorId, identity: null }, { login: { customerId: "ola" } }));
    expect(await consents(world)).toEqual([{ consentId: "c-push", state: "granted", source: "push-prompt" }]);
    await world.advance(HOUR);
    await world.drain();
    expect(shown(world)).toHaveLength(1);
  });

  it("R28 refuses what is not signed, leads elsewhere than to a push service, or is no key", async () => {
    const world = await pushWorld();
    const call = await proxy(world);
    const { subscription } = world.provider.push.subscribe("ola@example.com");
    const said = { action: "subscribe", visitorId: randomUUID(), subscription, text: QUESTION };
    expect(await call(said, { secret: "another" })).toMatchObject({ status: 401 });
    expect(await call({ ...said, subscription: { ...subscription, endpoint: "http://169.254.169.254/latest" } })).toMatchObject({ status: 422, body: { error: { path: "subscription.endpoint" } } });
    expect(await call({ ...said, subscription: { ...subscription, keys: { ...subscription.keys, p256dh: "short" } } })).toMatchObject({ status: 422 });
    expect(await call({ ...said, text: " " })).toMatchObject({ status: 422 });
    expect(await call("no object")).toMatchObject({ status: 422 });
    expect(await subscriptions(world)).toEqual([]);
  });

  it("R28 the service worker has the proxy's folder for its scope", async () => {
    const server = await listening(pushWorker());
    closers.push(server.close);
    const answer = await fetch(`${server.url}/proxy/push-worker.js?path_prefix=%2Fapps%2Fscenarios`);
    expect(answer.headers.get("content-type")).toMatch(/^text\/javascript/);
    expect(answer.headers.get("service-worker-allowed")).toBe("/apps/scenarios/");
  });
});

describe("before it is sent", () => {
  it("R28 the preview shows what will be sent; without keys the check says so", async () => {
    const world = await pushWorld();
    const { title, body, icon, image, url } = config;
    expect(await previewMessage(world.context, world.shop, { message: { channel: "push", title, body, icon, image, url }, customerId: "ola" })).toMatchObject({ ok: true, channel: "push", title: "ola, your cart waits", body: "€132.00" });
    expect(await previewMessage(world.context, world.shop, { message: { channel: "push", title: "", body, icon, image, url }, customerId: "ola" })).toMatchObject({ ok: false, reason: "empty-subject" });
    const channels = await readShopChannels(world.db, world.shop, { sms: null, push: null });
    const problems = sendPush.check({ ...config, image: "picture.png" }, { messagesBefore: [], given: [], shop: { timeZone: "UTC", consents: [], traits: [], segments: [], discountPools: [], channels } });
    expect(problems.map(({ key }) => key)).toEqual(["messages:problem.pushPicture", "messages:problem.push-provider"]);
  });
});
