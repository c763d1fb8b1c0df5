import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { recordConsents, recordConsentsTogether, type SaidConsent } from "~/services/customers/record-consents.server";
import { cartSeries, delayNode, expectCountsAgree, openEngineWorld, T0, type EngineWorld } from "../../factories/engine-world";

type State = SaidConsent["state"];

const welcome = (segmentId: string | null = null, reentry: Partial<ScenarioDefinition["settings"]["reentry"]> = {}): ScenarioDefinition => ({
  ...cartSeries(reentry), entryPoints: [{ id: "form", type: "sign-up", version: 1, config: { consents: ["newsletter", "sms"], segmentId } }], firstStepId: "rest", steps: [delayNode("rest", null)],
});

describe("sign-up", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    await world.addCustomer("ola");
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Consent").values(["newsletter", "sms", "push"].map((key) => ({ shopId: world.shop.id, id: `c-${key}`, key, name: key, channels: "[]", shopify: null }))).execute());
  });
  afterEach(async () => {
    await expectCountsAgree(world.db, world.shop.id);
    await world.close();
  });
  const saying = (state: State, source = "form", at = world.clock.now()): SaidConsent => ({ customerId: "ola", state, at, source, text: "Yes, please", evidence: null });
  const say = (key: string, state: State = "granted", source?: string, at?: number) => world.db.write((tx) => recordConsents(tx, world.deps(), world.shop.id, `c-${key}`, [saying(state, source, at)]));
  const entered = async () => (await world.runs()).map(({ customerId, entryPointId }) => [customerId, entryPointId]);
  const decided = async () => (await world.decisions()).map(({ outcome, reason }) => reason ?? outcome);

  it("R10 enters once all chosen consents are granted, whichever way, and says of the first why it did not", async () => {
    await world.activate(welcome());
    await say("newsletter");
    expect(await decided()).toEqual(["consents-missing"]);
    await world.advance(DAY);
    await say("sms", "pending");
    expect(await entered()).toEqual([]);
    await world.advance(MINUTE);
    await say("sms", "granted", "shopify");
    expect(await entered()).toEqual([["ola", "form"]]);
    expect((await world.runs())[0]?.context).toBe(JSON.stringify({ at: T0 + DAY + MINUTE }));
    await say("push");
    for (const source of ["shopify", "form"]) await say("sms", "granted", source);
    expect(await entered()).toHaveLength(1);
  });

  it("R10 consents granted together are one fact and let in once", async () => {
    await world.activate(welcome());
    const said = [saying("granted")];
    const submit = () => world.db.write((tx) => recordConsentsTogether(tx, world.deps(), world.shop.id, ["newsletter", "sms", "push"].map((key) => ({ consentId: `c-${key}`, said }))));
    await submit();
    await submit();
    expect(await decided()).toEqual(["entered"]);
    expect(await entered()).toHaveLength(1);
  });

  it("R10 what was imported, told a day late, or is not in force lets nobody in", async () => {
    await world.activate(welcome());
    await say("newsletter", "granted", "import");
    await say("sms", "granted", "import");
    expect(await decided()).toEqual([]);
    await say("sms", "withdrawn", "hand", T0 + 1);
    await say("sms", "granted", "shopify", T0);
    expect(await decided()).toEqual([]);
    await world.advance(3 * DAY);
    await say("sms", "granted", "shopify", world.clock.now() - DAY);
    expect(await decided()).toEqual([]);
  });

  it("R10 a live grant of which an import heard first lets in when its webhook comes, once", async () => {
    await world.activate(welcome());
    await say("newsletter");
    await world.advance(MINUTE);
    await say("sms", "granted", "import", T0 + 30_500);
    for (let told = 0; told < 3; told += 1) await say("sms", "granted", "shopify", T0 + 30_000);
    expect(await decided()).toEqual(["consents-missing", "entered"]);
  });

  it.each([["always", 2], ["never", 1]] as const)("R7 R10 granted anew after a withdrawal is a new sign-up: may enter again %s", async (afterEnd, times) => {
    await world.activate(welcome(null, { afterEnd }));
    await say("newsletter");
    await say("sms");
    await world.advance(2 * DAY);
    await world.settle();
    await say("sms", "withdrawn");
    await world.advance(HOUR);
    await say("sms");
    expect(await entered()).toHaveLength(times);
    expect((await decided()).at(-1)).toBe(times === 2 ? "entered" : "entered-before");
  });

  it("R10 only who is in the segment, where one is chosen", async () => {
    const definition = { match: "all", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag: "vip" }] }] };
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Segment").values({ shopId: world.shop.id, id: "vip", name: "VIP", nameInUse: "vip", definition: JSON.stringify(definition), createdAt: T0, updatedAt: T0, deletedAt: null }).execute());
    await world.activate(welcome("vip"));
    await say("newsletter");
    await say("sms");
    expect(await decided()).toEqual(["consents-missing", "not-in-segment"]);
    await say("sms", "withdrawn", "hand", T0 + 1);
    await world.advance(HOUR);
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("CustomerTag").values({ shopId: world.shop.id, customerId: "ola", tag: "vip", addedAt: T0, source: "hand" }).execute());
    await say("sms");
    expect(await entered()).toHaveLength(1);
  });

  it("R10 any sequence of statements lets in at each grant that makes all granted, and at no other", async () => {
    const statement = fc.record({ key: fc.constantFrom("newsletter", "sms", "push"), state: fc.constantFrom<State>("granted", "withdrawn", "pending"), source: fc.constantFrom("form", "shopify", "import", "hand") });
    let round = 0;
    await fc.assert(fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 12 }), async (statements) => {
      round += 1;
      const customerId = `somebody-${round}`;
      await world.addCustomer(customerId);
      if (round === 1) await world.activate(welcome());
      const state = new Map<string, State>();
      let expected = 0;
      for (const { key, state: next, source } of statements) {
        await world.advance(MINUTE);
        await world.db.write((tx) => recordConsents(tx, world.deps(), world.shop.id, `c-${key}`, [{ ...saying(next, source), customerId }]));
        const granted = state.get(key) !== "granted" && next === "granted";
        state.set(key, next);
        if (granted && source !== "import" && key !== "push" && state.get("newsletter") === "granted" && state.get("sms") === "granted") expected += 1;
      }
      expect((await world.runs()).filter((run) => run.customerId === customerId)).toHaveLength(expected);
    }), { numRuns: 25 });
  });
});
