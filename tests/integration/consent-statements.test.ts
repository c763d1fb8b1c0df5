import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import SQLite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "~/domain/instant";
import { findCustomerProfile } from "~/queries/customer-profile.server";
import { recordConsents } from "~/services/customers/record-consents.server";
import { NOW, smallShop } from "../../dev-store/graphql/small-shop.ts";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

let world: ShopifyWorld;
beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
});
afterEach(() => world.close());

const TOPIC = "customers_email_marketing_consent/update";
const iso = (at: number) => new Date(at).toISOString();
const consent = (id: number, state: string, at: number) => ({ customer_id: id, email_marketing_consent: { state, opt_in_level: "single_opt_in", consent_updated_at: iso(at) } });
const person = (id: number) => ({ admin_graphql_api_id: `gid://shopify/Customer/${id}`, email: `${id}@example.com`, first_name: "Ola", last_name: "Nowak", created_at: iso(NOW - DAY), updated_at: iso(NOW) });
const idOf = async (shopifyId: string) => (await world.db.acrossShops.selectFrom("Customer").select("id").where("shopifyId", "=", shopifyId).executeTakeFirstOrThrow()).id;
const statements = () => world.db.acrossShops.selectFrom("ConsentStatement").selectAll().orderBy("at").execute();
const newsletter = async () => (await world.db.acrossShops.selectFrom("Consent").select("id").executeTakeFirstOrThrow()).id;

describe("what was said about a consent", () => {
  it("R42 a withdrawal leaves the grant's proof, and what is told twice is kept once", async () => {
    const granted = consent(75, "subscribed", NOW - DAY);
    await world.apply("customers/create", person(75));
    for (const told of [granted, consent(75, "unsubscribed", NOW - HOUR), granted]) await world.apply(TOPIC, told);
    const customerId = await idOf("75");
    expect(await statements()).toMatchObject([
      { customerId, state: "granted", at: NOW - DAY, source: "shopify", text: "single_opt_in", evidence: JSON.stringify({ shopify: "subscribed", optInLevel: "single_opt_in" }) },
      { customerId, state: "withdrawn", at: NOW - HOUR, source: "shopify", text: null },
    ]);
    expect(await world.db.acrossShops.selectFrom("CustomerConsent").select(["state", "changedAt"]).execute()).toEqual([{ state: "withdrawn", changedAt: NOW - HOUR }]);
  });

  it("R42 a grant that is heard of late is kept and changes nothing that is in force", async () => {
    await world.apply(TOPIC, consent(75, "unsubscribed", NOW));
    await world.apply(TOPIC, consent(75, "subscribed", NOW - DAY));
    expect((await statements()).map(({ state }) => state)).toEqual(["granted", "withdrawn"]);
    expect(await world.db.acrossShops.selectFrom("CustomerConsent").select("state").execute()).toEqual([{ state: "withdrawn" }]);
  });

  it("R42 the import keeps one statement of each customer, run twice or not, with Shopify's opt-in level", async () => {
    await world.exhaust(world.works.import);
    const first = await statements();
    expect(first.length).toBe((await world.db.acrossShops.selectFrom("CustomerConsent").selectAll().execute()).length);
    expect(first.length).toBeGreaterThan(0);
    for (const { source, state, text } of first) expect({ source, text }).toEqual({ source: "import", text: state === "withdrawn" ? null : expect.stringMatching(/^[a-z_]+$/) as string });
    await world.db.write((tx) => tx.acrossShops.updateTable("ImportJob").set({ status: "waiting", operationName: null, operationId: null, done: 0 }).execute());
    await world.exhaust(world.works.import);
    expect(await statements()).toEqual(first);
  });

  it("R42 neither the state nor the statement is kept without the other", async () => {
    await world.apply("customers/create", person(75));
    const [customerId, consentId] = [await idOf("75"), await newsletter()];
    const said = { customerId, state: "granted", at: NOW, source: "hand", text: "Yes, please", evidence: null } as const;
    await expect(world.db.write(async (tx) => {
      await recordConsents(tx, { ...world.context, now: world.clock.now() }, 1, consentId, [said]);
      throw new Error("the process died before the commit");
    })).rejects.toThrow("died");
    expect([await statements(), await world.db.acrossShops.selectFrom("CustomerConsent").selectAll().execute()]).toEqual([[], []]);
    await world.db.write((tx) => recordConsents(tx, { ...world.context, now: world.clock.now() }, 1, consentId, [said, said]));
    expect(await statements()).toMatchObject([{ customerId, consentId, state: "granted", text: "Yes, please" }]);
  });

  it("R42 two who were merged keep every statement of both, each once", async () => {
    for (const id of [80, 81]) await world.apply("customers/create", person(id));
    await world.apply(TOPIC, consent(80, "subscribed", NOW - 2 * DAY));
    await world.apply(TOPIC, consent(81, "subscribed", NOW - DAY));
    await world.apply(TOPIC, consent(81, "unsubscribed", NOW - HOUR));
    await world.apply("customers/merge", { admin_graphql_api_customer_kept_id: "gid://shopify/Customer/80", admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/81", status: "completed", errors: [] });
    const kept = await idOf("80");
    expect((await statements()).map(({ customerId, state, at }) => ({ customerId, state, at }))).toEqual([
      { customerId: kept, state: "granted", at: NOW - 2 * DAY }, { customerId: kept, state: "granted", at: NOW - DAY }, { customerId: kept, state: "withdrawn", at: NOW - HOUR },
    ]);
  });

  it("R42 a data request tells them all; a redaction leaves none, and what is told of her later is not kept", async () => {
    await world.apply("customers/create", person(77));
    await world.apply(TOPIC, consent(77, "subscribed", NOW - DAY));
    await world.apply(TOPIC, consent(77, "unsubscribed", NOW - HOUR));
    await world.apply("customers/data_request", { customer: { id: 77 }, data_request: { id: 1 } });
    const [request] = await world.db.acrossShops.selectFrom("DataRequest").selectAll().execute();
    expect(JSON.parse(request?.report ?? "{}")).toMatchObject({ consentStatements: [{ state: "granted", at: NOW - DAY, source: "shopify", text: "single_opt_in" }, { state: "withdrawn", at: NOW - HOUR }] });
    const customerId = await idOf("77");
    await world.apply("customers/redact", { customer: { id: 77, email: "77@example.com" }, orders_to_redact: [] });
    const consentId = await newsletter();
    await world.db.write((tx) => recordConsents(tx, { ...world.context, now: world.clock.now() }, 1, consentId, [{ customerId, state: "granted", at: NOW, source: "hand", text: null, evidence: null }]));
    expect([await statements(), await world.db.acrossShops.selectFrom("CustomerConsent").selectAll().execute()]).toEqual([[], []]);
  });

  it("R42 a deletion in Shopify and a shop's redaction leave none", async () => {
    for (const id of [71, 72]) {
      await world.apply("customers/create", person(id));
      await world.apply(TOPIC, consent(id, "subscribed", NOW - DAY));
    }
    await world.apply("customers/delete", { id: 71, admin_graphql_api_id: "gid://shopify/Customer/71" });
    await world.apply(TOPIC, consent(71, "subscribed", NOW));
    expect(await statements()).toMatchObject([{ customerId: await idOf("72") }]);
    await world.apply("app/uninstalled", {}, { at: NOW + HOUR });
    await world.apply("shop/redact", { shop_domain: "juniper-and-clay.myshopify.com" });
    expect(await statements()).toEqual([]);
  });

  it("R42 her page shows each consent with what was said, newest first", async () => {
    await world.apply("customers/create", person(75));
    await world.apply(TOPIC, consent(75, "subscribed", NOW - DAY));
    await world.apply(TOPIC, consent(75, "unsubscribed", NOW - HOUR));
    const profile = await findCustomerProfile(world.db, 1, await idOf("75"));
    expect(profile?.consents.find(({ name }) => name === "Newsletter")).toMatchObject({ state: "withdrawn", statements: [{ state: "withdrawn", at: NOW - HOUR, text: null }, { state: "granted", at: NOW - DAY, source: "shopify", text: "single_opt_in" }] });
  });
});

describe("a database of the time before", () => {
  it("R42 keeps what was in force as the first statement", () => {
    const migration = (name: string) => readFileSync(fileURLToPath(new URL(`../../prisma/migrations/${name}/migration.sql`, import.meta.url)), "utf8");
    const db = new SQLite(":memory:");
    db.exec(migration("20261121000000_first"));
    const insert = db.prepare(`insert into "CustomerConsent" ("shopId", "customerId", "consentId", "state", "changedAt", "source", "evidence") values (1, ?, 'c', ?, ?, ?, ?)`);
    const imported = JSON.stringify({ shopify: "SUBSCRIBED", optInLevel: "CONFIRMED_OPT_IN" });
    insert.run("ola", "granted", NOW, "import", imported);
    insert.run("ewa", "withdrawn", NOW - 1, "one-click", JSON.stringify({ messageId: "m" }));
    insert.run("jan", "pending", NOW - 2, "shopify", null);
    db.exec(migration("20261121230000_consent_statements"));
    const rows = db.prepare<[], { id: string; at: number }>(`select * from "ConsentStatement" order by "at" desc`).all();
    expect(rows).toMatchObject([
      { shopId: 1, customerId: "ola", consentId: "c", state: "granted", at: NOW, source: "import", text: "confirmed_opt_in", evidence: imported },
      { customerId: "ewa", state: "withdrawn", source: "one-click", text: "List-Unsubscribe=One-Click" },
      { customerId: "jan", state: "pending", source: "shopify", text: null, evidence: null },
    ]);
    for (const { id, at } of rows) {
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(at);
    }
    db.close();
  });
});
