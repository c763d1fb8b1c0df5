import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { addTags, removeTags } from "~/services/customers/save-customer-tags.server";
import { cartSeries, delayNode, expectCountsAgree, openEngineWorld, tagNode, type EngineWorld } from "../../factories/engine-world";

const cart = { cart: { token: "c1", empty: false } };
const hasTag = (id: string, tag: string, next: Record<string, string | null>) => ({
  id, type: "split", version: 1, next,
  config: { branches: [{ id: "has", name: "Has it", segment: { match: "all", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag }] }] } }] },
});
const scenario = (...steps: ScenarioDefinition["steps"]): ScenarioDefinition => ({ ...cartSeries({ whileInside: "ignore" }), firstStepId: steps[0]?.id ?? null, steps });

describe("tags by scenarios", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    await world.addCustomer("ola", world.shop.id, { shopifyId: "71" });
    await world.addCustomer("ewa");
  });
  afterEach(() => world.close());

  const tags = () => world.db.forShop(world.shop.id).selectFrom("CustomerTag").select(["customerId", "tag", "source", "addedAt"]).orderBy("customerId").orderBy("tag").execute();
  const writes = () => world.db.forShop(world.shop.id).selectFrom("ShopifyWrite").select(["subjectId", "kind", "payload", "status", "revision"]).execute();
  async function enter(definition: ScenarioDefinition, ...ids: string[]): Promise<void> {
    await world.activate(definition);
    for (const id of ids) await world.does(id, "cart_viewed", cart);
    await world.advance(HOUR);
  }

  it("R25 adds a tag in the turn that passes the step, the next step sees it, and Shopify is to hear of those it knows", async () => {
    await enter(scenario(tagNode("add-tag", "mark", "ask", "Waited"), hasTag("ask", "waited", { has: "rest", "everyone-else": null }), delayNode("rest", null)), "ola", "ewa");
    const addedAt = world.clock.now();
    expect(await tags()).toEqual(["ewa", "ola"].map((customerId) => ({ customerId, tag: "Waited", source: "scenario", addedAt })));
    expect((await world.runs()).map(({ stepId }) => stepId)).toEqual(["rest", "rest"]);
    expect((await world.visits()).map(({ stepId, branch, detail }) => [stepId, branch, detail])).toEqual([["mark", "next", '{"tag":"Waited"}'], ["ask", "has", null], ["mark", "next", '{"tag":"Waited"}'], ["ask", "has", null]]);
    expect(await writes()).toEqual([{ subjectId: "ola", kind: "tags", payload: '{"add":["Waited"],"remove":[]}', status: "waiting", revision: 1 }]);
    expect(world.woken).toContain("shopify-writes");
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R25 of several changes in one turn the last holds", async () => {
    await enter(scenario(tagNode("add-tag", "a", "b"), tagNode("remove-tag", "b", "c", "WAITED"), tagNode("add-tag", "c", "d", "other"), hasTag("d", "waited", { has: null, "everyone-else": "rest" }), delayNode("rest", null)), "ola");
    expect((await tags()).map(({ tag }) => tag)).toEqual(["other"]);
    expect((await world.runs()).map(({ stepId }) => stepId)).toEqual(["rest"]);
    expect(await writes()).toMatchObject([{ payload: '{"add":["other"],"remove":["WAITED"]}' }]);
  });

  it("R25 a tag there already keeps its spelling and its source; one that is removed goes in every spelling", async () => {
    const before = world.clock.now() - HOUR;
    await world.db.write((tx) => addTags(tx, world.deps(), world.shop.id, "ola", ["vip", "Oak", "OAK"], before));
    await enter(scenario(tagNode("add-tag", "a", "b", "VIP"), tagNode("remove-tag", "b", null, "oak")), "ola");
    expect(await tags()).toEqual([{ customerId: "ola", tag: "vip", source: "shopify", addedAt: world.clock.now() }]);
    expect(await writes()).toMatchObject([{ payload: '{"add":["vip"],"remove":["OAK","Oak","oak"]}' }]);
    // What Shopify reports late, from before, does not undo it.
    await world.db.write(async (tx) => {
      await removeTags(tx, world.deps(), world.shop.id, "ola", ["vip"], before);
      await addTags(tx, world.deps(), world.shop.id, "ola", ["Oak"], before);
    });
    expect((await tags()).map(({ tag }) => tag)).toEqual(["vip"]);
  });

  it("R25 taking away what is not there is no fault", async () => {
    await enter(scenario(tagNode("remove-tag", "a", null, "never")), "ola", "ewa");
    expect(await tags()).toEqual([]);
    expect((await world.runs()).map(({ status }) => status)).toEqual(["completed", "completed"]);
  });

  it("R25 leaves nothing behind of a run that an order ended meanwhile", async () => {
    await world.activate(scenario(tagNode("add-tag", "mark", null)));
    await world.does("ola", "cart_viewed", cart);
    world.clock.set(world.clock.now() + HOUR, true);
    await world.works.clocks.runDue();
    const write = world.db.write.bind(world.db);
    let calls = 0;
    // The order comes between the claim and the save.
    world.db.write = (async (job: Parameters<typeof write>[0]) => {
      calls += 1;
      if (calls === 2) {
        world.db.write = write;
        await world.does("ola", "order_placed", { orderId: "1" });
      }
      return write(job);
    }) as typeof write;
    await world.works.runs.runDue();
    expect(await world.runs()).toMatchObject([{ status: "removed", reason: "order-placed" }]);
    expect(await tags()).toEqual([]);
    expect(await writes()).toEqual([]);
  });

  it("R25 changes what waits to be told to Shopify instead of adding to it", async () => {
    await enter(scenario(tagNode("add-tag", "a", "rest", "one"), delayNode("rest", "b", { mode: "for", amount: 1, unit: "hours" }), tagNode("remove-tag", "b", "c", "ONE"), tagNode("add-tag", "c", null, "two")), "ola");
    await world.advance(HOUR);
    expect(await writes()).toEqual([{ subjectId: "ola", kind: "tags", payload: '{"add":["two"],"remove":["one","ONE"]}', status: "waiting", revision: 2 }]);
  });
});
