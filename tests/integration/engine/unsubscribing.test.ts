import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { findCustomerProfile } from "~/queries/customer-profile.server";
import { readCounts } from "~/queries/read-counters.server";
import { addConsents, cartSeries, delayNode, expectCountsAgree, openEngineWorld, type EngineWorld } from "../../factories/engine-world";

const cart = { cart: { token: "c1", empty: false } };
const bye = (id: string, from: "all" | "email", next: string | null) => ({ id, type: "unsubscribe", version: 1, config: { from }, next: { next } });
const scenario = (...steps: ScenarioDefinition["steps"]): ScenarioDefinition => ({ ...cartSeries(), firstStepId: steps[0]?.id ?? null, steps });

describe("unsubscribing by scenarios", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    await world.addCustomer("ola", world.shop.id, { shopifyId: "71" });
    await world.addCustomer("ewa");
    await addConsents(world.db, world.shop.id, ["ola", "ewa"]);
  });
  afterEach(() => world.close());

  const consents = () => world.db.forShop(world.shop.id).selectFrom("CustomerConsent").select(["customerId", "consentId", "state", "source", "changedAt", "evidence"]).orderBy("customerId").orderBy("consentId").execute();
  const writes = () => world.db.forShop(world.shop.id).selectFrom("ShopifyWrite").select(["subjectId", "kind", "payload", "revision"]).execute();
  const unsubscribed = async () => (await readCounts(world.db, world.shop.id, ["stepId", "channel", "reason"])).filter(({ metric }) => metric === "unsubscribed").map(({ stepId, channel, reason, value }) => [stepId, channel, reason, value]);
  async function enter(definition: ScenarioDefinition, ...ids: string[]): Promise<string> {
    const { id } = await world.activate(definition);
    for (const customer of ids) await world.does(customer, "cart_viewed", cart);
    await world.advance(HOUR);
    return id;
  }

  it("R29 R42 withdraws what permits e-mail, with the scenario as evidence, counts it and tells Shopify", async () => {
    const scenarioId = await enter(scenario(bye("bye", "email", null)), "ola", "ewa");
    const at = world.clock.now();
    const rows = await consents();
    expect(rows.map(({ customerId, consentId, state, source }) => [customerId, consentId, state, source])).toEqual([
      ["ewa", "c-news", "withdrawn", "scenario"], ["ewa", "c-sms", "granted", "import"], ["ola", "c-news", "withdrawn", "scenario"], ["ola", "c-sms", "granted", "import"],
    ]);
    const run = (await world.runs()).find(({ customerId }) => customerId === "ola");
    expect(JSON.parse(rows[2]?.evidence ?? "{}")).toEqual({ scenario: "Abandoned cart", scenarioId, runId: run?.id, stepId: "bye" });
    expect(rows[2]?.changedAt).toBe(at);
    // ewa is not in Shopify.
    expect(await writes()).toEqual([{ subjectId: "ola", kind: "email-consent", payload: JSON.stringify({ state: "withdrawn", at }), revision: 1 }]);
    expect(world.woken).toContain("shopify-writes");
    expect(await unsubscribed()).toEqual([["bye", "email", "scenario", 2]]);
    expect((await findCustomerProfile(world.db, world.shop.id, "ola"))?.consents).toMatchObject([{ name: "Newsletter", state: "withdrawn", statements: [{ source: "scenario", state: "withdrawn", at, scenario: "Abandoned cart" }] }, { name: "Texts", statements: [] }]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R29 everything is everything, and the next step of the same turn knows", async () => {
    const ask = { id: "ask", type: "condition", version: 1, config: { about: "customer", segment: { match: "any", groups: [{ match: "any", conditions: [{ fact: "consent", operator: "granted", consent: "newsletter" }, { fact: "consent", operator: "granted", consent: "sms" }] }] } }, next: { yes: null, no: "rest" } };
    await enter(scenario(bye("bye", "all", "ask"), ask, delayNode("rest", null)), "ola");
    expect((await consents()).filter(({ customerId }) => customerId === "ola").map(({ state }) => state)).toEqual(["withdrawn", "withdrawn"]);
    expect((await world.runs()).map(({ stepId }) => stepId)).toEqual(["rest"]);
    expect(await unsubscribed()).toEqual([["bye", "", "scenario", 1]]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R29 who is unsubscribed already counts once, and Shopify hears of it once", async () => {
    await enter(scenario(bye("first", "email", "second"), bye("second", "email", "rest"), delayNode("rest", "third"), bye("third", "all", null)), "ola");
    const [first] = await consents();
    await world.advance(25 * HOUR);
    expect((await world.runs()).map(({ status }) => status)).toEqual(["completed"]);
    // The text messages are new in the third.
    expect(await unsubscribed()).toEqual([["first", "email", "scenario", 1], ["third", "", "scenario", 1]]);
    expect(await writes()).toMatchObject([{ revision: 1 }]);
    expect((await consents())[0]).toEqual(first);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R29 R42 one who was never asked is unsubscribed too, and counts for nothing", async () => {
    await world.addCustomer("jan");
    await enter(scenario(bye("bye", "email", null)), "jan");
    expect((await consents()).filter(({ customerId }) => customerId === "jan").map(({ consentId, state }) => [consentId, state])).toEqual([["c-news", "withdrawn"]]);
    expect(await unsubscribed()).toEqual([]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R29 a run that is moved to the start stays counted as unsubscribed, since she is", async () => {
    await world.activate({ ...scenario(bye("bye", "email", "rest"), delayNode("rest", null)), settings: cartSeries({ whileInside: "restart" }).settings });
    for (let turn = 0; turn < 2; turn += 1) {
      await world.does("ola", "cart_viewed", cart);
      await world.advance(2 * HOUR);
    }
    expect((await world.runs()).map(({ status }) => status).sort()).toEqual(["active", "removed"]);
    expect(await unsubscribed()).toEqual([["bye", "email", "scenario", 1]]);
    await expectCountsAgree(world.db, world.shop.id);
  });
});
