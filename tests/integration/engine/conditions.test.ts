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

  describe("about messages of any scenario, and orders of this run", () => {
    const seconds = (config: unknown): ScenarioDefinition => ({ ...cartSeries(), settings: { ...cartSeries().settings, exits: { onOrder: false, onPage: [] } }, firstStepId: "wait", steps: [delayNode("wait", "ask"), ask(config, { yes: null, no: null })] });
    const messages = (was: string, channel = "any", withinDays: number | null = null) => seconds({ about: "messages", was, channel, withinDays });
    /** A message of a scenario that is no more, in the way it was seen. */
    const sent = (customerId: string, at: number, seen: { kind: string; judged: string }[] = [], channel = "email", shopId = world.shop.id) => world.db.write(async (tx) => {
      const id = world.context.newId();
      await tx.forShop(shopId).insertInto("Message").values({
        shopId, id, effectId: `${id}:1:0`, runId: id, scenarioId: "other", versionId: "other", stepId: "mail", customerId, channel, status: "handed-over", attempts: 1, queuedAt: at, handedOverAt: at,
      }).execute();
      for (const { kind, judged } of seen) {
        await tx.forShop(shopId).insertInto("Interaction").values({ shopId, id: world.context.newId(), messageId: id, customerId, scenarioId: "other", kind, at, linkIndex: 0, client: "", judged, why: null, judgeAt: null }).execute();
      }
    });
    const order = (customerId: string, placedAt: number, cancelledAt: number | null = null, shopId = world.shop.id) => world.db.write((tx) => tx.forShop(shopId).insertInto("ShopOrder").values({
      shopId, id: world.context.newId(), name: "#1", customerId, email: null, totalMinor: 1, refundedMinor: 0, currency: "EUR", cartToken: null, checkoutToken: null, placedAt, cancelledAt, updatedAt: placedAt, source: "live" }).execute());
    const answers = async (definition: ScenarioDefinition, ids: string[], meanwhile: () => Promise<unknown>) => {
      await enter(definition, ...ids);
      await meanwhile();
      await world.advance(DAY);
      await expectCountsAgree(world.db, world.shop.id);
      return branches();
    };
    const human = (kind: string) => ({ kind, judged: "human" });

    it("R31 R32 whoever opened one, or clicked in one, as a person; what machines did and other shops' say nothing", async () => {
      const other = await world.addShop("second.myshopify.com");
      expect(await answers(messages("opened"), ["opens", "clicks", "machine", "pending", "never"], async () => {
        const now = world.clock.now();
        await sent("opens", now, [{ kind: "open", judged: "machine" }, human("open")]);
        await sent("clicks", now, [human("click")]);
        await sent("machine", now, [{ kind: "open", judged: "machine" }]);
        await sent("pending", now, [{ kind: "open", judged: "pending" }]);
        await sent("never", now, [], "email");
        await sent("never", now, [human("open")], "email", other.id);
      })).toEqual({ opens: "yes", clicks: "yes", machine: "no", pending: "no", never: "no" });
    });

    it("R31 within so many days, to the millisecond, and by the channel that is asked about", async () => {
      expect(await answers(messages("clicked", "email", 30), ["inside", "outside", "text", "opened"], async () => {
        const asked = world.clock.now() + DAY;
        await sent("inside", asked - 30 * DAY, [human("click")]);
        await sent("outside", asked - 30 * DAY - 1, [human("click")]);
        await sent("text", asked - DAY, [human("click")], "sms");
        await sent("opened", asked - DAY, [human("open")]);
      })).toEqual({ inside: "yes", outside: "no", text: "no", opened: "no" });
    });

    it("R31 sent means handed over to the provider", async () => {
      expect(await answers(messages("sent", "sms"), ["text", "mail"], async () => {
        await sent("text", world.clock.now() - 400 * DAY, [], "sms");
        await sent("mail", world.clock.now());
      })).toEqual({ text: "yes", mail: "no" });
    });

    it("R31 an order since the run began, that was not cancelled", async () => {
      const other = await world.addShop("second.myshopify.com");
      expect(await answers(seconds({ about: "orders" }), ["since", "at-once", "before", "cancelled", "other"], async () => {
        const entered = world.clock.now();
        await order("since", entered + HOUR);
        await order("at-once", entered);
        await order("before", entered - 1);
        await order("cancelled", entered + HOUR, entered + 2 * HOUR);
        await order("other", entered + HOUR, null, other.id);
      })).toEqual({ since: "yes", "at-once": "yes", before: "no", cancelled: "no", other: "no" });
    });
  });
});
