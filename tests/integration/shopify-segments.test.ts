import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { HOUR, MINUTE } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { Condition, Segment } from "~/domain/segment/condition";
import { listShopifySegments } from "~/queries/shopify-segments.server";
import { shopifySegmentsWork } from "~/runtime/shopify/shopify-segments.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { askForShopifySegments } from "~/services/segments/ask-for-shopify-segments.server";
import { listFromShopify } from "~/services/segments/list-from-shopify.server";
import { deleteSegment } from "~/services/segments/delete-segment.server";
import { saveSegment } from "~/services/segments/save-segment.server";
import { customer, NOW } from "../../dev-store/graphql/small-shop.ts";
import { activateInShop } from "../factories/activate-in-shop";
import { cartSeries } from "../factories/engine-world";
import { allOf, countIn, openShopWithSegments, settleSegments, SUBSCRIBERS } from "../factories/shopify-segments";
import type { ShopifyWorld } from "../factories/shopify-world";

const BUYERS = "512004110402";
const OLA = "9007199254740993";

const inShopify = (operator: "in" | "not-in" = "in", shopifySegmentId = SUBSCRIBERS): Condition => ({ fact: "shopify-segment", operator, shopifySegmentId, name: "Email subscribers" });

describe("segments of Shopify's", () => {
  let world: ShopifyWorld;
  let shopId: number;
  beforeEach(async () => {
    ({ world, shopId } = await openShopWithSegments());
  });
  afterEach(() => world.close());

  const list = () => listFromShopify(world.context, shopId, world.openAdminApi);
  const row = (id = SUBSCRIBERS) => world.db.forShop(shopId).selectFrom("ShopifySegment").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const members = async (id = SUBSCRIBERS) => (await world.db.forShop(shopId).selectFrom("ShopifySegmentMember").innerJoin("Customer", (join) => join.onRef("Customer.shopId", "=", "ShopifySegmentMember.shopId").onRef("Customer.id", "=", "ShopifySegmentMember.customerId"))
    .select("Customer.shopifyId").where("segmentId", "=", id).orderBy("Customer.shopifyId").execute()).map(({ shopifyId }) => shopifyId);
  const count = (segment: Segment) => countIn(world, segment);
  const save = async (name: string, ...conditions: Condition[]) => {
    const saved = await saveSegment(world.context, await world.shop(), { id: null, name, definition: allOf(...conditions) });
    if (!saved.ok) throw new Error(JSON.stringify(saved.problems));
    return saved.id;
  };
  const entered = async () => Number((await world.db.forShop(shopId).selectFrom("Run").select(({ fn }) => fn.countAll().as("n")).executeTakeFirstOrThrow()).n);
  const settle = () => settleSegments(world);
  /** The hour after, and what is due then. */
  async function nextHour(): Promise<void> {
    world.clock.set(world.clock.now() + HOUR + MINUTE, true);
    await settle();
  }
  const unsubscribe = (id: string) => {
    const one = world.store.state.customers.get(id);
    if (one) one.emailConsent = { ...one.emailConsent, state: "UNSUBSCRIBED" };
  };
  const enters = (segmentId: string): ScenarioDefinition => ({ ...cartSeries(), entryPoints: [{ id: "segment", type: "segment-entered", version: 1, config: { segmentId, when: "entered" } }] });

  it("R23 are listed as the merchant has them; one that is new, renamed or gone there is so here", async () => {
    expect((await listShopifySegments(world.db, shopId)).map(({ name, read, gone }) => [name, read, gone])).toEqual([["Customers who have purchased more than once", false, false], ["Email subscribers", false, false], ["Good customers in Poland", false, false]]);
    const [first, second] = world.segments.all;
    if (!first || !second) throw new Error("the store has segments");
    world.segments.all.splice(0, 3, { ...first, name: "Readers" }, second);
    world.clock.set(NOW + MINUTE, true);
    expect(await list()).toEqual({ failed: null });
    expect((await listShopifySegments(world.db, shopId)).map(({ name }) => name)).toEqual(["Customers who have purchased more than once", "Readers"]);
    world.faults.push(new AdminApiError("Throttled", { retryable: true, code: "THROTTLED" }));
    expect(await list()).toEqual({ failed: "Throttled" });
    expect(await listShopifySegments(world.db, shopId)).toHaveLength(2);
  });

  it("R23 their members are read once one is chosen, waiting until Shopify has gathered them, and then every hour; who is not known here is passed over until then", async () => {
    world.store.state.customers.set("99", customer("99"));
    world.segments.pending = 3;
    expect(await world.works.segments.nextDueAt()).toBeNull();
    await askForShopifySegments(world.context, shopId, inShopify());
    expect(world.woken).toContain("shopify-segments");
    await settle();
    expect(await members()).toEqual(["13", OLA]);
    const at = world.clock.now();
    expect(await row()).toMatchObject({ filledFound: 3, filledStrangers: 1, beganAt: null, searchId: null, error: null });
    expect((await row()).filledAt).toBeGreaterThan(at - MINUTE);
    expect((await row(BUYERS)).dueAt).toBeNull();
    expect(await count(allOf(inShopify()))).toBe(2);
    expect(await count(allOf(inShopify("not-in")))).toBe(1);

    await world.apply("customers/create", { admin_graphql_api_id: "gid://shopify/Customer/99", email: "99@example.com", first_name: "A", last_name: "B", created_at: new Date(NOW).toISOString(), updated_at: new Date(NOW).toISOString() });
    unsubscribe("13");
    await nextHour();
    expect(await members()).toEqual([OLA, "99"]);
    expect(await row()).toMatchObject({ filledFound: 2, filledStrangers: 0 });
  });

  it("R23 of one that was never read nobody is said not to be in it, and a scenario that asks for it is not activated before", async () => {
    expect(await count(allOf(inShopify("not-in")))).toBe(0);
    const definition: ScenarioDefinition = { ...cartSeries(), settings: { ...cartSeries().settings, exits: { ...cartSeries().settings.exits, whileIn: allOf(inShopify()) } } };
    await expect(activateInShop(world.context, shopId, definition)).rejects.toThrow("shopifyUnread");
    await settle();
    const [{ id } = { id: "" }] = await world.db.forShop(shopId).selectFrom("Scenario").select("id").execute();
    expect(await activateScenario(world.context, shopId, id)).toMatchObject({ ok: true });
  });

  it("R20 who is in it when it is read first does not enter by that; who comes and who leaves later does", async () => {
    await activateInShop(world.context, shopId, enters(await save("Readers", inShopify())));
    await settle();
    expect([await members(), await entered()]).toEqual([["13", OLA], 0]);
    await nextHour();
    expect(await entered()).toBe(0);
    const twelve = world.store.state.customers.get("12");
    if (twelve) twelve.emailConsent = { ...twelve.emailConsent, state: "SUBSCRIBED" };
    unsubscribe("13");
    await nextHour();
    expect(await entered()).toBe(1);
    expect((await world.db.forShop(shopId).selectFrom("SegmentMember").innerJoin("Customer", "Customer.id", "SegmentMember.customerId").select("Customer.shopifyId").orderBy("Customer.shopifyId").execute()).map(({ shopifyId }) => shopifyId)).toEqual(["12", OLA]);
  });

  it("R20 a segment that the merchant changes in Shopify is taken as it is then, and lets in nobody by that", async () => {
    await activateInShop(world.context, shopId, enters(await save("Readers", inShopify())));
    await settle();
    const [first] = world.segments.all;
    if (!first) throw new Error("the store has segments");
    world.segments.all[0] = { ...first, query: "number_of_orders >= 0", holds: () => true };
    await nextHour();
    expect([await members(), await entered()]).toEqual([["12", "13", OLA], 0]);
    await nextHour();
    expect(await entered()).toBe(0);
  });

  it("R23 one deleted in Shopify keeps those who were in it, with a warning; one that was never read is refused", async () => {
    const id = await save("Readers", inShopify());
    await settle();
    world.segments.all.splice(0, 1);
    await nextHour();
    expect([await members(), (await row()).goneAt === null]).toEqual([["13", OLA], false]);
    expect(await saveSegment(world.context, await world.shop(), { id, name: "Readers", definition: allOf(inShopify(), { fact: "city", operator: "is", city: "" }) })).toMatchObject({ ok: false, problems: [{ severity: "warning", path: "groups[0].conditions[0].shopifySegmentId" }, { severity: "error" }] });
    expect(await saveSegment(world.context, await world.shop(), { id: null, name: "Other", definition: allOf(inShopify("in", "1")) })).toMatchObject({ ok: false, problems: [{ severity: "error" }] });
    await deleteSegment(world.context, shopId, id);
    world.clock.set(world.clock.now() + 25 * HOUR, true);
    await settle();
    expect(await members()).toEqual([]);
    expect((await row()).dueAt).toBeNull();
  });

  it("R23 a reading that is broken off goes on where it was; failures rest, stay in sight, and take nobody away", async () => {
    for (let index = 0; index < 600; index += 1) world.store.state.customers.set(`20000${index}`, customer(`20000${index}`));
    await save("Readers", inShopify());
    for (let turns = 0; turns < 2; turns += 1) {
      await world.works.segments.runDue();
      world.clock.set(world.clock.now() + MINUTE, true);
    }
    expect(await row()).toMatchObject({ found: 250 });
    world.faults.push(new AdminApiError("Shopify answered 503", { retryable: true, code: "HTTP_503" }));
    await world.works.segments.runDue();
    expect(await row()).toMatchObject({ attempts: 1, error: "Shopify answered 503", found: 250, filledAt: null });
    await settle();
    expect(await row()).toMatchObject({ attempts: 0, error: null, filledFound: 602, filledStrangers: 600, pass: 1 });
    expect(await members()).toEqual(["13", OLA]);

    world.clock.set(world.clock.now() + HOUR, true);
    await world.works.segments.runDue();
    world.segments.forgetSearches();
    await settle();
    expect(await row()).toMatchObject({ attempts: 1, beganAt: null, filledFound: 602 });
    expect(await members()).toEqual(["13", OLA]);
    await nextHour();
    expect(await row()).toMatchObject({ attempts: 0, error: null, pass: 3 });

    world.faults.push(new AdminApiError("Access denied", { retryable: false, code: "ACCESS_DENIED" }));
    await nextHour();
    expect(await row()).toMatchObject({ attempts: 1, error: "Access denied" });
    expect(await members()).toEqual(["13", OLA]);
  });

  it("R23 R45 a shop that installs the app again has them read at once, a reading that was broken off from its beginning", async () => {
    const id = await save("Readers", inShopify());
    await settle();
    world.clock.set(world.clock.now() + HOUR + MINUTE, true);
    world.segments.pending = 1;
    await world.works.segments.runDue();
    expect((await row()).searchId).not.toBeNull();
    await world.apply("app/uninstalled", { id: 1 });
    await nextHour();
    expect((await row()).dueAt).toBeGreaterThan(world.clock.now() + 22 * HOUR);
    world.segments.forgetSearches();
    unsubscribe("13");
    world.clock.set(world.clock.now() + HOUR, true);
    await world.install();
    expect([await row(), await row(BUYERS)]).toMatchObject([{ dueAt: world.clock.now(), searchId: null, beganAt: null }, { dueAt: null }]);
    expect(world.woken).toContain("shopify-segments");
    await settle();
    expect(await members()).toEqual([OLA]);
    expect(await row()).toMatchObject({ error: null, filledFound: 1 });
    await deleteSegment(world.context, shopId, id);
  });

  it("R20 two processes that read the same segment tell of nobody twice", async () => {
    await activateInShop(world.context, shopId, enters(await save("Readers", inShopify())));
    await settle();
    const twelve = world.store.state.customers.get("12");
    if (twelve) twelve.emailConsent = { ...twelve.emailConsent, state: "SUBSCRIBED" };
    world.clock.set(world.clock.now() + HOUR + MINUTE, true);
    for (let turns = 0; turns < 12; turns += 1) {
      await Promise.all([world.works.segments.runDue(), world.works.segments.runDue()]);
      world.clock.set(world.clock.now() + MINUTE, true);
    }
    await settle();
    expect([await members(), await entered()]).toEqual([["12", "13", OLA], 1]);
  });

  it("R20 R23 a process that dies before or after any of its writes leaves a reading that another one ends the same: nobody lost, nobody told twice", async () => {
    await activateInShop(world.context, shopId, enters(await save("Readers", inShopify())));
    await settle();
    let deaths = 0;
    for (let at = 1; at < 40; at += 1) {
      const newcomer = `30${at}`;
      world.store.state.customers.set(newcomer, customer(newcomer));
      await world.apply("customers/create", { admin_graphql_api_id: `gid://shopify/Customer/${newcomer}`, email: `${newcomer}@example.com`, first_name: "A", last_name: "B", created_at: new Date(NOW).toISOString(), updated_at: new Date(NOW).toISOString() });
      const leaver = world.store.state.customers.get(`30${at - 1}`);
      if (leaver) unsubscribe(leaver.id);
      world.clock.set(world.clock.now() + HOUR + MINUTE, true);
      const { db, died } = dyingAt(at);
      const dying = shopifySegmentsWork({ ...world.context, db }, world.openAdminApi);
      for (let turns = 0; turns < 6 && !died(); turns += 1) {
        await dying.runDue().catch((error: unknown) => { if (!died()) throw error; });
        world.clock.set(world.clock.now() + 2_000, true);
      }
      world.clock.set(world.clock.now() + 2 * MINUTE, true);
      await settle();
      expect(await members(), `dead at write ${at}`).toEqual(["13", newcomer, OLA].sort());
      expect(await entered(), `dead at write ${at}`).toBe(at);
      if (!died()) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(10);
  });

  /** The database of a process that dies before (odd) or after (even) one of its writes: nothing it does from then on happens. */
  function dyingAt(at: number) {
    let writes = 0;
    let dead = false;
    const write: typeof world.db.write = async (work, options) => {
      if (dead) throw new Error("dead");
      writes += 1;
      dead = writes >= Math.ceil(at / 2);
      if (dead && at % 2 === 1) throw new Error("dead");
      const result = await world.db.write(work, options);
      if (dead) throw new Error("dead");
      return result;
    };
    const db = new Proxy(world.db, { get: (target, name) => (name === "write" ? write : Reflect.get(target, name, target)) });
    return { db, died: () => dead };
  }
});
