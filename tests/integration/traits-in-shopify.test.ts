import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { newTraitInput } from "~/domain/trait/trait-input";
import { HOUR } from "~/domain/instant";
import { setTraitsByHand } from "~/services/traits/set-traits-by-hand.server";
import { addTrait, changeTrait } from "~/services/traits/save-trait.server";
import { queueConsentWrite } from "~/services/shopify/queue-shopify-write.server";
import { recordConsents } from "~/services/customers/record-consents.server";
import { NOW, smallShop } from "../../dev-store/graphql/small-shop.ts";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

let world: ShopifyWorld;
let ola: { id: string; shopifyId: string };
beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
  await world.exhaust(world.works.import);
  await world.exhaust(world.works.writes);
  const row = await world.db.acrossShops.selectFrom("Customer").select(["id", "shopifyId"]).where("email", "is not", null).where("deletedAt", "is", null).orderBy("shopifyId").executeTakeFirstOrThrow();
  ola = { id: row.id, shopifyId: row.shopifyId ?? "" };
});
afterEach(() => world.close());

const inShopify = () => world.store.state.customers.get(ola.shopifyId);
const define = (key: string, type: string, told: boolean) => addTrait(world.context, 1, newTraitInput.parse({ name: key, key, type, options: "", inShopify: String(told) }));
const set = async (values: Record<string, string | number | boolean>) => {
  expect(await setTraitsByHand(world.context, await world.shop(), { customerId: ola.id, values, staffId: null })).toEqual({ ok: true });
};
const traitOf = (key: string) => world.db.acrossShops.selectFrom("Trait").selectAll().where("key", "=", key).executeTakeFirstOrThrow();
const writes = () => world.db.acrossShops.selectFrom("ShopifyWrite").select(["kind", "status", "error"]).where("subjectId", "!=", "").execute();

describe("traits that are chosen for Shopify", () => {
  it("R45 stand in the customer's metafields in their newest value, and are taken away with it", async () => {
    await define("points", "integer", true);
    await define("birthday", "date", true);
    await define("credit", "money", true);
    await define("secret", "string", false);
    await set({ points: 5, birthday: "2026-02-28", credit: 1050, secret: "no" });
    await set({ points: 7 });
    await world.exhaust(world.works.writes);
    expect(inShopify()?.metafields).toEqual({
      "scenarios.points": { type: "number_integer", value: "7" }, "scenarios.birthday": { type: "date", value: "2026-02-28" }, "scenarios.credit": { type: "money", value: '{"amount":"10.50","currency_code":"EUR"}' },
    });
    await set({ points: "" });
    await world.exhaust(world.works.writes);
    expect(Object.keys(inShopify()?.metafields ?? {})).toEqual(["scenarios.birthday", "scenarios.credit"]);
  });

  it("R45 a failure is tried again, and what changed meanwhile is told once, as it is then", async () => {
    await define("points", "integer", true);
    await define("level", "string", true);
    await set({ points: 5 });
    world.faults.push(new AdminApiError("Shopify answered 503", { retryable: true, code: "HTTP_503" }));
    await world.works.writes.runDue();
    expect(await writes()).toEqual([{ kind: "traits", status: "waiting", error: "Shopify answered 503" }]);
    await set({ points: 6, level: "gold" });
    await world.exhaust(world.works.writes);
    expect(await writes()).toEqual([{ kind: "traits", status: "done", error: null }]);
    expect(inShopify()?.metafields).toEqual({ "scenarios.points": { type: "number_integer", value: "6" }, "scenarios.level": { type: "single_line_text_field", value: "gold" } });
  });

  it("R45 what stands there with another type is refused, in sight, and holds up no other customer", async () => {
    const customer = inShopify();
    if (customer) customer.metafields = { "scenarios.points": { type: "single_line_text_field", value: "many" } };
    await define("points", "integer", true);
    await set({ points: 5 });
    await world.exhaust(world.works.writes);
    expect(await writes()).toMatchObject([{ kind: "traits", status: "failed", error: expect.stringContaining("type of a metafield") as string }]);
  });

  it("R45 chosen later, the values from before go out too; chosen no more, what stands there stays", async () => {
    await define("points", "integer", false);
    await set({ points: 5 });
    await world.exhaust(world.works.writes);
    expect(inShopify()?.metafields).toBeUndefined();
    const { id } = await traitOf("points");
    expect(await changeTrait(world.context, 1, id, { name: "Points", options: [], inShopify: true })).toEqual({ ok: true });
    await world.exhaust(world.works.writes);
    expect(inShopify()?.metafields).toEqual({ "scenarios.points": { type: "number_integer", value: "5" } });
    expect(await traitOf("points")).toMatchObject({ tellAfter: null });
    await changeTrait(world.context, 1, id, { name: "Points", options: [], inShopify: false });
    await set({ points: 9 });
    await world.exhaust(world.works.writes);
    expect(inShopify()?.metafields).toEqual({ "scenarios.points": { type: "number_integer", value: "5" } });
  });

  it("R45 a key of one letter is refused with the reason", async () => {
    expect(newTraitInput.safeParse({ name: "x", key: "x", type: "integer", options: "", inShopify: "true" }).error?.issues[0]).toMatchObject({ path: ["inShopify"], message: "keyTooShort" });
    await define("x", "integer", false);
    expect(await changeTrait(world.context, 1, (await traitOf("x")).id, { name: "x", options: [], inShopify: true })).toEqual({ ok: false, errors: { inShopify: "keyTooShort" } });
  });
});

describe("a consent that both sides changed", () => {
  const decideHere = async (state: "granted" | "withdrawn", at: number) => {
    const { id: consentId } = await world.db.acrossShops.selectFrom("Consent").select("id").where("key", "=", "newsletter").executeTakeFirstOrThrow();
    await world.db.write(async (tx) => {
      await recordConsents(tx, { ...world.context, now: world.clock.now() }, 1, consentId, [{ customerId: ola.id, state, at, source: "one-click", text: null, evidence: null }]);
      await queueConsentWrite(tx, 1, "email", ola.id, state, at);
    });
  };
  const here = async () => (await world.db.acrossShops.selectFrom("CustomerConsent").innerJoin("Consent", "Consent.id", "CustomerConsent.consentId").select(["state", "source"]).where("customerId", "=", ola.id).where("Consent.key", "=", "newsletter").executeTakeFirstOrThrow());

  it("R42 R45 the later one wins: what was decided there, and is not told yet, is taken over with its evidence", async () => {
    const start = world.clock.now();
    await decideHere("withdrawn", start);
    world.clock.set(start + HOUR, true);
    world.store.customers.setEmailConsent(ola.shopifyId, { state: "UNSUBSCRIBED", optInLevel: "SINGLE_OPT_IN" });
    world.store.customers.setEmailConsent(ola.shopifyId, { state: "SUBSCRIBED", optInLevel: "CONFIRMED_OPT_IN" });
    world.fired();
    await world.exhaust(world.works.writes);
    expect(inShopify()?.emailConsent.state).toBe("SUBSCRIBED");
    expect(await here()).toEqual({ state: "granted", source: "shopify" });
    expect(await world.db.acrossShops.selectFrom("ConsentStatement").select(["state", "source", "text"]).where("customerId", "=", ola.id).orderBy("at").execute()).toEqual(expect.arrayContaining([
      { state: "withdrawn", source: "one-click", text: null }, { state: "granted", source: "shopify", text: "confirmed_opt_in" },
    ]));
    expect((await writes()).filter(({ kind }) => kind === "email-consent")).toEqual([{ kind: "email-consent", status: "done", error: null }]);
    expect(world.fired()).toEqual([]);
  });

  it("R42 R45 what was decided here later is told there", async () => {
    const start = world.clock.now();
    world.store.customers.setEmailConsent(ola.shopifyId, { state: "UNSUBSCRIBED", optInLevel: "SINGLE_OPT_IN" });
    world.store.customers.setEmailConsent(ola.shopifyId, { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN" });
    world.clock.set(start + HOUR, true);
    await decideHere("withdrawn", start + HOUR);
    await world.exhaust(world.works.writes);
    expect(inShopify()?.emailConsent.state).toBe("UNSUBSCRIBED");
    expect((await here()).state).toBe("withdrawn");
  });

  it("R45 where Shopify has no such address or customer any more, nobody is told and nothing is in the way", async () => {
    await decideHere("withdrawn", world.clock.now());
    const customer = inShopify();
    if (customer) customer.email = null;
    await world.exhaust(world.works.writes);
    await decideHere("granted", world.clock.now() + 1);
    world.store.state.customers.delete(ola.shopifyId);
    await world.exhaust(world.works.writes);
    expect((await writes()).filter(({ kind }) => kind === "email-consent")).toEqual([{ kind: "email-consent", status: "done", error: null }]);
  });
});
