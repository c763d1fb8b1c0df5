import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { Condition, Segment } from "~/domain/segment/condition";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { stopScenario } from "~/services/scenarios/stop-scenario.server";
import { listFromShopify } from "~/services/segments/list-from-shopify.server";
import { saveSegment } from "~/services/segments/save-segment.server";
import { NOW } from "../../dev-store/graphql/small-shop.ts";
import { activateInShop } from "../factories/activate-in-shop";
import { cartSeries } from "../factories/engine-world";
import { allOf, countIn, openShopWithSegments, settleSegments, SUBSCRIBERS } from "../factories/shopify-segments";
import type { ShopifyWorld } from "../factories/shopify-world";


const inShopify: Condition = { fact: "shopify-segment", operator: "in", shopifySegmentId: SUBSCRIBERS, name: "Email subscribers" };
const named = (segmentId: string, operator: "in" | "not-in" = "in"): Condition => ({ fact: "segment", operator, segmentId });
const none = (...conditions: Condition[]): Segment => ({ match: "all", groups: [{ match: "all", not: true, conditions }] });
const staysIn = (whileIn: Segment): ScenarioDefinition => ({ ...cartSeries(), settings: { ...cartSeries().settings, exits: { ...cartSeries().settings.exits, whileIn } } });
const onceTo = (segmentId: string): ScenarioDefinition => ({ ...cartSeries(), entryPoints: [{ id: "date", type: "on-date", version: 1, config: { segmentId, date: "2027-03-10", time: "14:00" } }] });
const onSignUp = (segmentId: string): ScenarioDefinition => ({ ...cartSeries(), entryPoints: [{ id: "sign-up", type: "sign-up", version: 1, config: { consents: ["newsletter"], segmentId } }] });
const watched = (segmentId: string): ScenarioDefinition => ({ ...cartSeries(), entryPoints: [{ id: "segment", type: "segment-entered", version: 1, config: { segmentId, when: "entered" } }] });

describe("a segment of Shopify's inside a named segment", () => {
  let world: ShopifyWorld;
  let shopId: number;
  beforeEach(async () => {
    ({ world, shopId } = await openShopWithSegments());
  });
  afterEach(() => world.close());

  const count = (segment: Segment) => countIn(world, segment);
  const put = async (id: string | null, name: string, definition: Segment) => saveSegment(world.context, await world.shop(), { id, name, definition });
  async function save(name: string, definition: Segment): Promise<string> {
    const saved = await put(null, name, definition);
    if (!saved.ok) throw new Error(JSON.stringify(saved.problems));
    return saved.id;
  }
  const readAt = async () => (await world.db.forShop(shopId).selectFrom("ShopifySegment").select("filledAt").where("id", "=", SUBSCRIBERS).executeTakeFirstOrThrow()).filledAt;
  const settle = () => settleSegments(world);

  it("R20 R23 nobody is said to be in what cannot be known yet, and nobody is said not to be, whatever stands around it", async () => {
    const readers = await save("Readers", allOf(inShopify));
    const others = await save("Others", none(named(readers)));
    const asked = [allOf(named(readers)), allOf(named(readers, "not-in")), none(inShopify), none(named(readers)), allOf(named(others)), allOf(named(others, "not-in")), none(named(others, "not-in"))];
    expect(await Promise.all(asked.map(count))).toEqual([0, 0, 0, 0, 0, 0, 0]);
    await settle();
    expect(await Promise.all(asked.map(count))).toEqual([2, 1, 1, 1, 1, 2, 1]);
  });

  it.each<[string, (readers: string, others: string) => ScenarioDefinition]>([
    ["stays while in it", (readers) => staysIn(allOf(named(readers)))],
    ["stays while not in it", (readers) => staysIn(allOf(named(readers, "not-in")))],
    ["stays while in a segment that names it", (_, others) => staysIn(allOf(named(others)))],
    ["goes once to all in it", onceTo],
    ["goes once to all in a segment that names it", (_, others) => onceTo(others)],
    ["lets in who signs up and is in it", onSignUp],
  ])("R20 R23 a scenario that %s is not activated before its members are read, and has them read", async (_, scenario) => {
    const readers = await save("Readers", allOf(inShopify));
    const others = await save("Others", none(named(readers)));
    await world.db.write((tx) => tx.forShop(shopId).updateTable("ShopifySegment").set({ dueAt: null, chosenAt: null }).execute());
    await expect(activateInShop(world.context, shopId, scenario(readers, others))).rejects.toThrow("shopifyUnreadWithin");
    await settle();
    expect(await readAt()).not.toBeNull();
    const [{ id } = { id: "" }] = await world.db.forShop(shopId).selectFrom("Scenario").select("id").execute();
    expect(await activateScenario(world.context, shopId, id)).toMatchObject({ ok: true });
  });

  it("R20 R23 a segment that a live scenario asks about, itself or by another, is not changed to ask about one that is not read; who is inside stays", async () => {
    const vip: Condition = { fact: "tag", operator: "has", tag: "vip" };
    const readers = await save("Readers", allOf(vip));
    const others = await save("Others", none(named(readers)));
    const scenarioId = await activateInShop(world.context, shopId, staysIn(allOf(named(others))));
    const refused = { ok: false, problems: [{ severity: "error", path: "groups[0].conditions[0].shopifySegmentId", key: "segments:refused.unread", values: { name: "Email subscribers", names: "Scenario" } }] };
    expect(await put(readers, "Readers", allOf(inShopify, vip))).toEqual(refused);
    expect(await put(others, "Others", none(inShopify, named(readers)))).toEqual(refused);
    expect(await put(readers, "VIP", allOf(vip))).toMatchObject({ ok: true });

    // A new segment may ask about it before it is read, and one in use must not name that one then.
    const unread = await save("Unread", allOf(inShopify));
    expect(await put(readers, "VIP", allOf(named(unread)))).toMatchObject({ ok: false, problems: [{ path: "groups[0].conditions[0].segmentId", key: "segments:refused.unread", values: { name: "Email subscribers" } }] });

    await stopScenario(world.context, shopId, scenarioId, "hold");
    expect(await put(readers, "VIP", allOf(vip, inShopify))).toMatchObject({ ok: true });
    await expect(activateScenario(world.context, shopId, scenarioId)).resolves.toMatchObject({ ok: false });
    await settle();
    expect(await activateScenario(world.context, shopId, scenarioId)).toMatchObject({ ok: true });
    expect(await put(readers, "VIP", allOf(inShopify))).toMatchObject({ ok: true });
  });

  it("R40 nor is one that decides for those who finish in an older version", async () => {
    const vip: Condition = { fact: "tag", operator: "has", tag: "vip" };
    const readers = await save("Readers", allOf(vip));
    const scenarioId = await activateInShop(world.context, shopId, staysIn(allOf(named(readers))));
    const own = world.db.forShop(shopId);
    const { versionId } = await own.selectFrom("Scenario").select("versionId").executeTakeFirstOrThrow();
    const customer = await own.selectFrom("Customer").select("id").executeTakeFirstOrThrow();
    await world.db.write(async (tx) => {
      await tx.forShop(shopId).updateTable("Scenario").set({ definition: JSON.stringify(cartSeries()) }).execute();
      await tx.forShop(shopId).insertInto("Run").values({
        shopId, id: "run", scenarioId, versionId: versionId ?? "", customerId: customer.id, activeKey: customer.id, factKey: "fact", entryPointId: "entry", status: "active", reason: null, stepId: "wait", dueAt: NOW + HOUR,
        enteredAt: NOW, enteredStepAt: NOW, heldMs: 0, heldAt: null, seq: 1, context: "{}", pinnedVersionId: versionId, leaseOwner: null, leaseUntil: null, recovered: 0, endedAt: null,
      }).execute();
    });
    expect(await put(readers, "Readers", allOf(inShopify))).toMatchObject({ ok: false, problems: [{ key: "segments:refused.unread" }] });
  });

  it("R20 a watch may begin before its members are read: who is in it then was in it before", async () => {
    const readers = await save("Readers", allOf(inShopify));
    await activateInShop(world.context, shopId, watched(await save("Others", none(named(readers)))));
    await settle();
    world.clock.set(world.clock.now() + HOUR + MINUTE, true);
    await settle();
    expect(await world.db.forShop(shopId).selectFrom("Run").select("id").execute()).toEqual([]);
  });

  it("R23 the checks tell by which segment they came to one that Shopify has no more", async () => {
    const readers = await save("Readers", allOf(inShopify));
    await settle();
    world.segments.all.splice(0, 1);
    expect(await listFromShopify(world.context, shopId, world.openAdminApi)).toEqual({ failed: null });
    expect(await put(null, "Others", allOf(named(readers), { fact: "city", operator: "is", city: "" }))).toMatchObject({ ok: false, problems: [{ severity: "warning", key: "steps:segment.problem.shopifyStaysWithin", values: { segment: "Readers", name: "Email subscribers" } }, { severity: "error" }] });
  });
});
