import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { LARGEST_NUMBER } from "~/domain/trait/trait";
import { checkScenario } from "~/services/scenarios/check-scenario.server";
import { changeTraits, type TraitChangeRequest } from "~/services/traits/change-traits.server";
import { addConsents, cartSeries, delayNode, expectCountsAgree, openEngineWorld, type EngineWorld } from "../../factories/engine-world";
import { addTraits, dataNode, readTraits } from "../../factories/traits";

const cart = { cart: { token: "c1", empty: false } };
const scenario = (...steps: ScenarioDefinition["steps"]): ScenarioDefinition => ({ ...cartSeries({ whileInside: "ignore" }), firstStepId: steps[0]?.id ?? null, steps });
const asks = (id: string, condition: object, next: Record<"yes" | "no", string | null>) => (
  { id, type: "condition", version: 1, next, config: { about: "customer", segment: { match: "all", groups: [{ match: "all", conditions: [condition] }] } } });

describe("customer data by scenarios", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    await world.addCustomer("ola", world.shop.id, { shopifyId: "71" });
    await world.addCustomer("ewa");
    await addTraits(world.db, world.shop.id);
  });
  afterEach(() => world.close());

  const traits = () => readTraits(world.db, world.shop.id);
  const history = () => world.db.forShop(world.shop.id).selectFrom("TraitChange").select(["customerId", "traitId", "did", "amount", "text", "number", "source", "stepId"]).orderBy("id").execute();
  async function enter(definition: ScenarioDefinition, ...ids: string[]): Promise<void> {
    await world.activate(definition);
    for (const id of ids) await world.does(id, "cart_viewed", cart);
    await world.advance(HOUR);
  }
  const hand = (operation: TraitChangeRequest["operation"], type: TraitChangeRequest["type"] = "integer", now = world.clock.now()) => world.db.write((tx) =>
    changeTraits(tx, { ...world.deps(), now }, world.shop.id, [{ customerId: "ola", traitId: `t-${type.replace("-", "_")}`, type, operation, by: { source: "hand", staffId: "7" } }]));

  it("R24 sets every type in the turn that passes the step, for everybody in the batch, with a line in the history", async () => {
    await enter(scenario(dataNode("data", "rest",
      { do: "set", trait: "string", value: "Oak" }, { do: "set", trait: "text", value: "long" }, { do: "set", trait: "choice", value: "M" }, { do: "set", trait: "url", value: "https://a.example" },
      { do: "set", trait: "boolean", value: true }, { do: "set-now", trait: "date" }, { do: "set-now", trait: "date_time" }, { do: "increase", trait: "money", by: 250 }, { do: "decrease", trait: "integer", by: 3 }), delayNode("rest", null)), "ola", "ewa");
    const now = world.clock.now();
    const each = { boolean: 1, choice: "M", date: "2026-03-10", date_time: now, integer: -3, money: 250, string: "Oak", text: "long", url: "https://a.example" };
    expect(await traits()).toEqual(Object.fromEntries(["ewa", "ola"].flatMap((id) => Object.entries(each).map(([key, value]) => [`${id} ${key}`, value]))));
    expect(await history()).toHaveLength(18);
    expect((await history()).find(({ customerId, traitId }) => customerId === "ola" && traitId === "t-integer")).toEqual({ customerId: "ola", traitId: "t-integer", did: "add", amount: -3, text: null, number: -3, source: "scenario", stepId: "data" });
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R24 R31 the next step of the same turn sees what was counted up", async () => {
    await enter(scenario(dataNode("a", "b", { do: "increase", trait: "integer", by: 2 }), dataNode("b", "ask", { do: "increase", trait: "integer", by: 3 }),
      asks("ask", { fact: "trait", trait: "integer", operator: "is", value: 5 }, { yes: "rest", no: null }), delayNode("rest", null)), "ola");
    expect((await world.runs()).map(({ stepId }) => stepId)).toEqual(["rest"]);
    expect(await traits()).toEqual({ "ola integer": 5 });
    expect((await history()).map(({ amount, number }) => [amount, number])).toEqual([[2, 2], [3, 5]]);
  });

  it("R24 an empty value counts as 0, a sum stops at the largest number kept exactly, clearing empties", async () => {
    await hand({ do: "set", value: LARGEST_NUMBER - 1 });
    await hand({ do: "add", by: 5 });
    expect(await traits()).toEqual({ "ola integer": LARGEST_NUMBER });
    await hand({ do: "add", by: -LARGEST_NUMBER });
    await hand({ do: "add", by: -LARGEST_NUMBER });
    await hand({ do: "add", by: -9 });
    expect(await traits()).toEqual({ "ola integer": -LARGEST_NUMBER });
    await hand({ do: "clear" });
    expect(await traits()).toEqual({});
    await hand({ do: "add", by: -9 });
    expect(await traits()).toEqual({ "ola integer": -9 });
  });

  it("R24 the last change holds, whatever comes late; what is counted is always counted", async () => {
    const now = world.clock.now();
    await hand({ do: "set", value: "new" }, "string", now);
    await hand({ do: "set", value: "old" }, "string", now - 1);
    await hand({ do: "set", value: true }, "boolean", now - 1);
    await hand({ do: "clear" }, "boolean", now);
    await hand({ do: "set", value: true }, "boolean", now - 1);
    await hand({ do: "add", by: 2 }, "integer", now);
    await hand({ do: "add", by: 3 }, "integer", now - 1);
    expect(await traits()).toEqual({ "ola string": "new", "ola integer": 5 });
    expect((await history()).map(({ traitId, did }) => [traitId, did])).toEqual([["t-string", "set"], ["t-boolean", "set"], ["t-boolean", "clear"], ["t-integer", "add"], ["t-integer", "add"]]);
  });

  it("R24 R42 grants and withdraws consents with scenario, version and step as the evidence, and Shopify is to hear of what is news", async () => {
    await addConsents(world.db, world.shop.id, ["ewa"]);
    const { id, versionId } = await world.activate(scenario(dataNode("data", null, { do: "grant", consent: "newsletter" }, { do: "withdraw", consent: "sms" })));
    for (const customer of ["ola", "ewa"]) await world.does(customer, "cart_viewed", cart);
    await world.advance(HOUR);
    const own = world.db.forShop(world.shop.id);
    expect(await own.selectFrom("CustomerConsent").select(["customerId", "consentId", "state", "source"]).orderBy("customerId").orderBy("consentId").execute()).toEqual([
      { customerId: "ewa", consentId: "c-news", state: "granted", source: "import" }, { customerId: "ewa", consentId: "c-sms", state: "withdrawn", source: "scenario" },
      { customerId: "ola", consentId: "c-news", state: "granted", source: "scenario" }, { customerId: "ola", consentId: "c-sms", state: "withdrawn", source: "scenario" },
    ]);
    const [statement] = await own.selectFrom("ConsentStatement").select("evidence").where("customerId", "=", "ola").where("consentId", "=", "c-news").execute();
    const [run] = (await world.runs()).filter(({ customerId }) => customerId === "ola");
    expect(JSON.parse(statement?.evidence ?? "")).toEqual({ scenario: "Abandoned cart", scenarioId: id, versionId, runId: run?.id, stepId: "data" });
    expect(await own.selectFrom("ShopifyWrite").select(["subjectId", "kind", "payload"]).execute()).toEqual([{ subjectId: "ola", kind: "email-consent", payload: JSON.stringify({ state: "granted", at: world.clock.now() }) }]);
  });

  it("R24 a trait that was deleted, an option taken away: refused when published, passed over by those on the way, said on the visit", async () => {
    const definition = scenario(dataNode("data", "rest", { do: "set", trait: "string", value: "x" }, { do: "set", trait: "choice", value: "M" }, { do: "increase", trait: "integer", by: 1 }), delayNode("rest", null));
    await world.activate(definition);
    expect((await checkScenario(world.context, world.shop.id, definition)).filter(({ severity }) => severity === "error")).toEqual([]);
    await world.does("ola", "cart_viewed", cart);
    await world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).updateTable("Trait").set({ deletedAt: world.clock.now(), keyInUse: null }).where("id", "=", "t-string").execute();
      await tx.forShop(world.shop.id).updateTable("Trait").set({ options: '["S"]' }).where("id", "=", "t-choice").execute();
    });
    expect((await checkScenario(world.context, world.shop.id, definition)).filter(({ stepId }) => stepId !== undefined).map(({ path, key, stepId }) => [path, key, stepId])).toEqual([
      ["steps[0].config.changes[0].trait", "traits:problem.gone", "data"], ["steps[0].config.changes[1].value", "traits:fault.option-gone", "data"],
    ]);
    await world.advance(HOUR);
    expect(await traits()).toEqual({ "ola integer": 1 });
    expect((await world.visits()).map(({ detail }) => detail)).toEqual(['{"skipped":[{"what":"string","why":"trait-gone"},{"what":"choice","why":"trait-unfit"}]}']);
    expect((await world.runs()).map(({ stepId }) => stepId)).toEqual(["rest"]);
  });

  it("R24 leaves nothing behind of a run that an order ended meanwhile", async () => {
    await world.activate(scenario(dataNode("data", null, { do: "increase", trait: "integer", by: 1 })));
    await world.does("ola", "cart_viewed", cart);
    world.clock.set(world.clock.now() + HOUR, true);
    await world.works.clocks.runDue();
    const write = world.db.write.bind(world.db);
    let calls = 0;
    world.db.write = (async (job: Parameters<typeof write>[0]) => {
      calls += 1;
      if (calls === 2) {
        world.db.write = write;
        await world.does("ola", "order_placed", { orderId: "1" });
      }
      return write(job);
    }) as typeof write;
    await world.works.runs.runDue();
    expect(await traits()).toEqual({});
    expect(await history()).toEqual([]);
  });
});
