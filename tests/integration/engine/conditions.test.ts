import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "~/domain/instant";
import { checkDefinition } from "~/domain/scenario/check-definition";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { entryPointTypes } from "~/entry-points/registry";
import { stepTypes } from "~/steps/registry";
import { cartSeries, delayNode, emailNode, expectCountsAgree, openEngineWorld, tagNode, type EngineWorld } from "../../factories/engine-world";

const cart = { cart: { token: "c1", empty: false } };
const ask = (config: unknown, next: { yes: string | null; no: string | null }) => ({ id: "ask", type: "condition", version: 1, config, next });
const afterMail = (was: string): ScenarioDefinition => ({
  ...cartSeries(), firstStepId: "mail",
  steps: [emailNode("mail", "wait"), delayNode("wait", "ask"), ask({ about: "message", stepId: "mail", was }, { yes: "thanks", no: "again" }), tagNode("add-tag", "thanks", null, "reader"), emailNode("again", null)],
});

describe("conditions in runs", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
  });
  afterEach(() => world.close());

  async function enter(definition: ScenarioDefinition, ...ids: string[]): Promise<void> {
    await world.activate(definition);
    for (const id of ids) await world.addCustomer(id);
    for (const id of ids) await world.does(id, "cart_viewed", cart);
    await world.advance(HOUR);
  }
  const branches = async () => {
    const runs = new Map((await world.runs()).map(({ id, customerId }) => [id, customerId]));
    return Object.fromEntries((await world.visits()).filter(({ stepId }) => stepId === "ask").map(({ runId, branch }) => [runs.get(runId), branch]));
  };

  it("R31 whoever opened the message of this run goes one way, the others the other", async () => {
    await enter(afterMail("opened"), "ola", "ewa");
    await world.hand();
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Message").set({ openedAt: world.clock.now() }).where("customerId", "=", "ola").execute());
    await world.advance(DAY);
    expect(await branches()).toEqual({ ola: "yes", ewa: "no" });
    expect((await world.messages()).filter(({ stepId }) => stepId === "again").map(({ customerId }) => customerId)).toEqual(["ewa"]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R31 a message of an earlier run says nothing about this one", async () => {
    await enter(afterMail("clicked"), "ola");
    await world.hand();
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Message").set({ clickedAt: world.clock.now() }).execute());
    await world.advance(DAY);
    expect(await branches()).toEqual({ ola: "yes" });
    await world.does("ola", "cart_viewed", cart);
    await world.advance(HOUR);
    await world.hand();
    await world.advance(DAY);
    const asked = (await world.visits()).filter(({ stepId }) => stepId === "ask").sort((a, b) => a.leftAt - b.leftAt);
    expect(asked.map(({ branch }) => branch)).toEqual(["yes", "no"]);
  });

  it("R31 a message that was held back was not sent", async () => {
    await enter(afterMail("sent"), "ola");
    await world.hand("suppressed");
    await world.advance(DAY);
    expect(await branches()).toEqual({ ola: "no" });
  });

  it("R31 asks about the customer as she is when she comes to it", async () => {
    const segment = { match: "all", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag: "waited" }] }] };
    await enter({ ...cartSeries(), firstStepId: "mark", steps: [tagNode("add-tag", "mark", "ask"), ask({ about: "customer", segment }, { yes: null, no: "again" }), emailNode("again", null)] }, "ola");
    expect(await branches()).toEqual({ ola: "yes" });
    expect(await world.runs()).toMatchObject([{ status: "completed" }]);
  });

  it("R31 a condition on a message that was deleted, or that comes later, cannot be published", () => {
    const registry = { steps: stepTypes, entryPoints: entryPointTypes };
    const errors = (definition: ScenarioDefinition) => checkDefinition(definition, registry).filter(({ severity }) => severity === "error").map(({ path, key, stepId }) => [path, key, stepId]);
    const right = afterMail("opened");
    expect(errors(right)).toEqual([]);
    const wrong = [["steps[2].config.stepId", "steps:condition.problem.messageNotBefore", "ask"]];
    expect(errors({ ...right, steps: right.steps.map((step) => (step.id === "ask" ? { ...step, config: { about: "message", stepId: "again", was: "sent" } } : step)) })).toEqual(wrong);
    expect(errors({ ...right, steps: right.steps.map((step) => (step.id === "ask" ? { ...step, config: { about: "message", stepId: "gone", was: "sent" } } : step)) })).toEqual(wrong);
  });
});
