import { createHmac, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "~/domain/instant";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { signUpProxy } from "~/ingest/sign-up-proxy.server";
import { signUpsWork } from "~/runtime/shopify/sign-ups.server";
import { meetVisitors } from "~/services/customers/known-visitors.server";
import { recordConsents } from "~/services/customers/record-consents.server";
import { NOW, smallShop } from "../../dev-store/graphql/small-shop.ts";
import { DOMAIN } from "../factories/local-admin-api";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

const SECRET = "the-app-secret";
const WORDS = "Yes, send me news.";
let world: ShopifyWorld;
let close: () => Promise<void>;
let origin: string;

beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
  const limits = { address: { points: 8, window: 600 }, email: { points: 5, window: 600 } };
  const server = createServer(signUpProxy({ ...world.context, env: { SHOPIFY_API_SECRET: SECRET } }, limits));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await world.close();
  };
});
afterEach(() => close());

const good = { form: "block-1", email: "Nina@Example.com ", consents: [{ key: "newsletter", text: WORDS }], website: "" };
async function post(body: unknown, { customer = "", method = "POST", signed = true } = {}): Promise<{ status: number; body: { error?: { code: string; path?: string } } }> {
  const query = new URLSearchParams({ shop: DOMAIN, logged_in_customer_id: customer, path_prefix: "/apps/scenarios", timestamp: String(Math.floor(world.clock.real() / 1000)) });
  query.set("signature", createHmac("sha256", signed ? SECRET : "another").update([...query].map(([key, value]) => `${key}=${value}`).sort().join("")).digest("hex"));
  const answer = await fetch(`${origin}/proxy/sign-up?${query}`, { method, ...(method === "GET" ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }) });
  return { status: answer.status, body: (await answer.json()) as { error?: { code: string; path?: string } } };
}
const works = () => signUpsWork(world.context, async () => ({ ask: (query, variables) => {
  const fault = world.faults.shift();
  return fault ? Promise.reject(fault) : world.api.ask(query, variables);
} }));
const work = () => world.exhaust(works());
const waiting = () => world.db.acrossShops.selectFrom("SignUp").selectAll().execute();
const customers = () => world.db.acrossShops.selectFrom("Customer").select(["id", "shopifyId", "email", "phone"]).where("email", "=", "nina@example.com").execute();
const consentsOf = async (customerId: string) => world.db.acrossShops.selectFrom("ConsentStatement").innerJoin("Consent", "Consent.id", "ConsentStatement.consentId").select(["Consent.key", "state", "source", "text", "evidence"]).where("customerId", "=", customerId).orderBy("ConsentStatement.id").execute();
const inShopify = () => [...world.store.state.customers.values()].filter(({ email }) => email === "nina@example.com");

describe("a sign-up form", () => {
  it("R10 R42 makes the customer in Shopify, keeps the words as evidence, and tells Shopify of the consent", async () => {
    expect((await post(good)).status).toBe(202);
    await work();
    const [nina] = await customers();
    expect(inShopify()).toMatchObject([{ id: nina?.shopifyId, emailConsent: { state: "NOT_SUBSCRIBED" } }]);
    expect(await consentsOf(nina?.id ?? "")).toMatchObject([{ key: "newsletter", state: "granted", source: "form", text: WORDS }]);
    expect(await waiting()).toEqual([]);
    await world.exhaust(world.works.writes);
    expect(inShopify()).toMatchObject([{ emailConsent: { state: "SUBSCRIBED" } }]);
    for (const { topic, payload } of world.fired()) await world.deliver(topic, payload);
    await world.exhaust(world.works.webhooks);
    expect(await customers()).toHaveLength(1);
    expect(await consentsOf(nina?.id ?? "")).toHaveLength(1);
  });

  it("R44 what the browser did before becomes the new customer's, never that of one who was there before", async () => {
    const [mine, others] = [randomUUID(), randomUUID()];
    const shop = await world.shop();
    await world.db.write((tx) => meetVisitors(tx, [mine, others].map((id) => ({ shopId: shop.id, id })), NOW));
    await post({ ...good, visitorId: mine });
    await work();
    await post({ ...good, visitorId: others });
    await work();
    const visitors = await world.db.acrossShops.selectFrom("Visitor").select(["id", "customerId", "identifiedBy"]).execute();
    const [nina] = await customers();
    expect(visitors.find(({ id }) => id === mine)).toMatchObject({ customerId: nina?.id, identifiedBy: "form" });
    expect(visitors.find(({ id }) => id === others)).toMatchObject({ customerId: null });
  });

  it("R42 a typed e-mail takes no withdrawal of another back; the customer's own log-in does", async () => {
    await post(good);
    await work();
    const [nina] = await customers();
    const consent = await world.db.acrossShops.selectFrom("Consent").select("id").where("key", "=", "newsletter").executeTakeFirstOrThrow();
    const shop = await world.shop();
    world.clock.set(NOW + DAY, true);
    await world.db.write((tx) => recordConsents(tx, { now: NOW + DAY, newId: world.context.newId, log: world.context.log }, shop.id, consent.id, [{ customerId: nina?.id ?? "", state: "withdrawn", at: NOW + DAY, source: "hand", text: null, evidence: null }]));
    const state = async () => (await world.db.acrossShops.selectFrom("CustomerConsent").select("state").where("customerId", "=", nina?.id ?? "").where("consentId", "=", consent.id).executeTakeFirst())?.state;
    world.clock.set(NOW + DAY + MINUTE, true);
    await post(good);
    await work();
    expect(await state()).toBe("withdrawn");
    await post(good, { customer: nina?.shopifyId ?? "" });
    await work();
    expect(await state()).toBe("granted");
  });

  it("R42 a phone that is another's is left out, with what it alone would permit", async () => {
    await post({ ...good, phone: "+48 600 000 001", consents: [...good.consents, { key: "sms", text: "Texts, please." }] });
    await work();
    const [nina] = await customers();
    expect(nina?.phone).toBe("+48600000001");
    expect((await consentsOf(nina?.id ?? "")).map(({ key }) => key).sort()).toEqual(["newsletter", "sms"]);
    for (const phone of ["+48 600 000 001", "+48 600 000 009"]) {
      await post({ ...good, email: "ida@example.com", phone, consents: [{ key: "sms", text: "Texts, please." }] });
      await work();
    }
    const ida = await world.db.acrossShops.selectFrom("Customer").select(["id", "phone"]).where("email", "=", "ida@example.com").executeTakeFirstOrThrow();
    expect(ida.phone).toBeNull();
    expect(await consentsOf(ida.id)).toEqual([]);
  });

  it("R10 a crash after Shopify made the customer loses and doubles nothing", async () => {
    const visitorId = randomUUID();
    const shop = await world.shop();
    await world.db.write((tx) => meetVisitors(tx, [{ shopId: shop.id, id: visitorId }], NOW));
    await post({ ...good, visitorId });
    // The process dies once Shopify has made the customer: what it had stored is what the next one finds.
    await world.db.write((tx) => tx.acrossShops.updateTable("SignUp").set({ absent: 1, leaseUntil: world.clock.real() - 1 }).execute());
    world.store.customers.create({ email: "nina@example.com" });
    await work();
    expect(inShopify()).toHaveLength(1);
    const [nina] = await customers();
    expect(await consentsOf(nina?.id ?? "")).toHaveLength(1);
    expect(await world.db.acrossShops.selectFrom("Visitor").select("customerId").execute()).toEqual([{ customerId: nina?.id }]);
  });

  it("R45 tries again when Shopify fails, and sends what was said once", async () => {
    await post(good);
    world.faults.push(new AdminApiError("busy", { retryable: true, code: "THROTTLED" }));
    await work();
    expect(inShopify()).toHaveLength(1);
    expect(await waiting()).toEqual([]);
  });

  it.each<[string, number, string, () => ReturnType<typeof post>]>([
    ["no signature", 401, "unsigned", () => post(good, { signed: false })],
    ["a GET", 405, "method", () => post(good, { method: "GET" })],
    ["no JSON", 422, "malformed", () => post("{")],
    ["no e-mail", 422, "malformed", () => post({ ...good, email: "nina" })],
    ["no consent", 422, "malformed", () => post({ ...good, consents: [] })],
    ["a consent without its words", 422, "malformed", () => post({ ...good, consents: [{ key: "newsletter", text: " " }] })],
    ["a consent the shop does not have", 422, "unknown-consent", () => post({ ...good, consents: [{ key: "nope", text: WORDS }] })],
    ["a phone without its country", 422, "phone", () => post({ ...good, phone: "600 000 000" })],
    ["much too much", 413, "oversized", () => post({ ...good, form: "x".repeat(20_000) })],
  ])("refuses %s and keeps nothing", async (_, status, code, send) => {
    const answer = await send();
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    expect(await waiting()).toEqual([]);
  });

  it("answers a robot as if it had worked, and an address that never stops with 429", async () => {
    expect((await post({ ...good, website: "https://spam.example" })).status).toBe(202);
    expect(await waiting()).toEqual([]);
    const statuses = [];
    for (let times = 0; times < 8; times += 1) statuses.push((await post({ ...good, email: `n${times}@example.com` })).status);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 202, 202, 429]);
  });
});
