import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { newId } from "~/adapters/db/new-id.server";
import { DAY, MINUTE } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { Activity, TriggerContext } from "~/domain/scenario/entry-point-type";
import { takeActivities } from "~/services/runs/take-activities.server";
import { cartSeries, openEngineWorld, T0, type EngineWorld } from "../../factories/engine-world";
import { browseClock, cartClock } from "./clock-model";

const IDLE = 60;
const VARIANTS = ["added-not-opened", "opened-not-checkout", "checkout-started"] as const;

/** Each way of abandoning, side by side. */
function everyAbandonment(): ScenarioDefinition {
  return {
    ...cartSeries(),
    entryPoints: [
      { id: "browse", type: "browse-abandonment", version: 1, config: { idleMinutes: IDLE } },
      ...VARIANTS.map((variant) => ({ id: variant, type: "cart-abandonment", version: 1, config: { variant, idleMinutes: IDLE } })),
    ],
  };
}

/** Told as ingestion and webhooks tell it: the event is stored in the transaction that tells the entry points. */
async function tell(world: EngineWorld, activities: readonly Activity[]): Promise<void> {
  await world.db.write(async (tx) => {
    const known = new Set((await tx.forShop(world.shop.id).selectFrom("Event").select("id").execute()).map(({ id }) => id));
    const fresh = activities.filter(({ key }, index) => !known.has(key) && activities.findIndex((other) => other.key === key) === index);
    await insertRows(tx.acrossShops, "Event", fresh.map(({ key, subjectId, type, at, productId, cart }) => ({
      shopId: world.shop.id, id: key, visitorId: subjectId.startsWith("visitor") ? subjectId : null, customerId: subjectId.startsWith("visitor") ? null : subjectId, type, at, receivedAt: world.clock.now(), source: "storefront",
      properties: JSON.stringify({ ...(productId === undefined ? {} : { productId }), ...(cart ? { cart: { token: cart.token, lines: cart.empty ? [] : [{}] } } : {}) }),
    })));
    await takeActivities(tx, world.deps(), world.shop, fresh);
  });
}

const cartOf = fc.record({ token: fc.constantFrom("c1", "c2"), empty: fc.boolean() });
const productId = fc.constantFrom("1", "2", "3");
const act = fc.oneof(
  fc.record({ type: fc.constantFrom<Activity["type"]>("product_viewed", "product_added_to_cart"), productId }),
  fc.record({ type: fc.constantFrom<Activity["type"]>("cart_viewed", "cart_updated"), cart: cartOf }),
  fc.record({ type: fc.constantFrom<Activity["type"]>("page_viewed", "favourite_added", "checkout_started", "order_placed") }),
);
/** When it happened by its place; how many places later it is told; how often. */
const history = fc.array(fc.record({ act, subject: fc.constantFrom("ola", "visitor-1"), late: fc.nat({ max: 6 }), times: fc.integer({ min: 1, max: 2 }) }), { maxLength: 14 });

describe("idle clocks", () => {
  let world: EngineWorld;
  beforeEach(async () => { world = await openEngineWorld(); await world.addCustomer("ola"); });
  afterEach(() => world.close());

  const contextOf = ({ context }: { context: string }) => JSON.parse(context) as TriggerContext;
  const clockOf = async (entryPointId: string, subjectId = "ola") => (await world.clocks()).find((clock) => clock.entryPointId === entryPointId && clock.subjectId === subjectId);

  it("R14 R15 stand as a plain model says, whatever the order in which it is told, late and twice, one by one or in batches", { timeout: 300_000 }, async () => {
    const { id } = await world.activate(everyAbandonment());
    await fc.assert(fc.asyncProperty(history, fc.integer({ min: 1, max: 4 }), async (drawn, batch) => {
      await world.db.write(async (tx) => {
        for (const table of ["IdleClock", "Event", "Run", "EntryDecision"] as const) await tx.forShop(world.shop.id).deleteFrom(table).execute();
      });
      world.clock.set(T0 + 30 * MINUTE, true);
      const happened = drawn.map(({ act: { type, ...more }, subject }, place): Activity => ({ key: newId(), subjectId: subject, type, at: T0 + place * MINUTE, ...more }));
      const told = drawn.flatMap(({ late, times }, place) => Array.from({ length: times }, (_, again) => ({ activity: happened[place], at: place + late + again }))).sort((a, b) => a.at - b.at).flatMap(({ activity }) => activity ?? []);
      for (let from = 0; from < told.length; from += batch) await tell(world, told.slice(from, from + batch));
      for (const subject of ["ola", "visitor-1"]) {
        const own = happened.filter(({ subjectId }) => subjectId === subject);
        const browse = await clockOf("browse", subject);
        expect(browse ? { dueAt: browse.dueAt, productIds: contextOf(browse).productIds } : null).toEqual(browseClock(own, IDLE));
        for (const variant of VARIANTS) {
          const clock = await clockOf(variant, subject);
          const token = clock && contextOf(clock).cartToken;
          expect(clock ? { dueAt: clock.dueAt, ...(token === undefined ? {} : { cartToken: token }) } : null).toEqual(cartClock(variant, own, IDLE));
        }
      }
      expect((await world.clocks()).every(({ scenarioId }) => scenarioId === id)).toBe(true);
    }), { numRuns: 150, interruptAfterTimeLimit: 60_000 });
  });

  describe("R5 refresh", () => {
    const refreshing = (entryPoint: { type: string; config: unknown }, refreshWith: "newest" | "most-valuable" = "newest"): ScenarioDefinition => (
      { ...cartSeries({ whileInside: "refresh", refreshWith }), entryPoints: [{ id: "way-in", version: 1, ...entryPoint }] });
    const browsing = { type: "browse-abandonment", config: { idleMinutes: IDLE } };
    const abandoned = (variant: (typeof VARIANTS)[number]) => ({ type: "cart-abandonment", config: { variant, idleMinutes: IDLE } });
    const cartOfWorth = (token: string, totalMinor: number, currency = "EUR") => world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Cart").values({
      shopId: world.shop.id, token, visitorId: null, customerId: "ola", currency, totalMinor, lines: "[]", openedAt: null, checkoutStartedAt: null, checkoutUrl: null, orderedAt: null, updatedAt: T0 }).execute());
    /** What leaves this cart behind at this stage. */
    const leaves = async (variant: (typeof VARIANTS)[number], token: string) => {
      const cart = { token, empty: false };
      if (variant === "added-not-opened") await world.does("ola", "product_added_to_cart", { productId: token, cart });
      else await world.does("ola", variant === "opened-not-checkout" ? "cart_viewed" : "checkout_started", { cart });
      await world.advance(IDLE * MINUTE);
    };
    const run = async () => {
      const runs = await world.runs();
      expect(runs).toHaveLength(1);
      return { ...runs[0], context: JSON.parse(runs[0]?.context ?? "{}") as TriggerContext };
    };

    it("R14 products viewed later take the place of the earlier, and the wait begins anew", async () => {
      await world.activate(refreshing(browsing));
      await world.does("ola", "product_viewed", { productId: "1" });
      await world.advance(IDLE * MINUTE);
      await world.hand();
      await world.advance(10 * IDLE * MINUTE);
      await world.does("ola", "product_viewed", { productId: "2" });
      await world.does("ola", "product_viewed", { productId: "3" });
      await world.advance(IDLE * MINUTE);
      expect(await run()).toMatchObject({ stepId: "wait", dueAt: world.clock.now() + DAY, context: { productIds: ["2", "3"] } });
      expect((await world.decisions()).map(({ outcome }) => outcome)).toEqual(["entered", "refreshed"]);
      await world.advance(DAY - MINUTE);
      expect(await world.messages()).toHaveLength(1);
      await world.advance(MINUTE);
      expect(await world.messages()).toHaveLength(2);
    });

    it.each(VARIANTS)("R15 the newest cart takes the place of the earlier: %s", async (variant) => {
      await world.activate(refreshing(abandoned(variant)));
      await cartOfWorth("big", 9_000);
      await cartOfWorth("small", 1_000);
      await leaves(variant, "big");
      await leaves(variant, "small");
      expect((await run()).context.cartToken).toBe("small");
    });

    it.each(VARIANTS)("R15 the most valuable cart stays, and its wait begins anew all the same: %s", async (variant) => {
      await world.activate(refreshing(abandoned(variant), "most-valuable"));
      await cartOfWorth("small", 1_000);
      await cartOfWorth("big", 9_000);
      await cartOfWorth("foreign", 100, "CZK");
      await leaves(variant, "small");
      await leaves(variant, "big");
      expect((await run()).context.cartToken).toBe("big");
      await world.hand();
      await world.advance(MINUTE);
      await leaves(variant, "small");
      expect(await run()).toMatchObject({ dueAt: world.clock.now() + DAY, context: { cartToken: "big" } });
      await leaves(variant, "foreign");
      expect((await run()).context.cartToken).toBe("foreign");
    });

    it("R15 an ordered cart gives way to the newest, however valuable it was", async () => {
      await world.activate({ ...refreshing(abandoned("opened-not-checkout"), "most-valuable"), settings: { ...refreshing(browsing, "most-valuable").settings, exits: { onOrder: false, onPage: [] } } });
      await cartOfWorth("big", 9_000);
      await cartOfWorth("small", 1_000);
      await leaves("opened-not-checkout", "big");
      await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Cart").set({ orderedAt: world.clock.now() }).where("token", "=", "big").execute());
      await leaves("opened-not-checkout", "small");
      expect((await run()).context.cartToken).toBe("small");
    });
  });

  it("R15 what is changed in the checkout pushes the clock, and starts none", async () => {
    await world.activate({ ...cartSeries(), entryPoints: [{ id: "checkout", type: "cart-abandonment", version: 1, config: { variant: "checkout-started", idleMinutes: IDLE } }] });
    await world.does("ola", "checkout_updated");
    expect(await world.clocks()).toEqual([]);
    await world.does("ola", "checkout_started", { cart: { token: "c1", empty: false } });
    await world.advance(10 * MINUTE);
    await world.does("ola", "checkout_updated", { cart: { token: "c1", empty: false } });
    expect(await world.clocks()).toMatchObject([{ dueAt: T0 + (10 + IDLE) * MINUTE }]);
    await world.does("ola", "checkout_updated", { cart: { token: "c1", empty: true } });
    expect(await world.clocks()).toEqual([]);
  });

  it("R14 R16 the product's type and vendor are looked up for the whole batch, and who is not known yet enters nothing", async () => {
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Product").values(["501", "502"].map((productId) => (
      { shopId: world.shop.id, id: productId, title: productId, handle: productId, vendor: productId === "501" ? "Juniper" : "Other", type: "Home", imageUrl: null, status: "ACTIVE", tags: "[]", updatedAt: T0, deletedAt: null }))).execute());
    await world.activate({ ...cartSeries(), entryPoints: [{ id: "added", type: "added-to-cart", version: 1, config: { of: "vendors", names: ["juniper"] } }] });
    await world.take(["501", "502", "503"].flatMap((productId) => ["ola", "visitor-1"].map((subjectId): Activity => ({ key: `${subjectId}-${productId}`, subjectId, type: "product_added_to_cart", at: T0, productId }))));
    await world.settle();
    expect((await world.runs()).map(({ customerId, context }) => [customerId, JSON.parse(context) as TriggerContext])).toEqual([["ola", { at: T0, stage: "added", productIds: ["501"] }]]);
  });

  it("R16 the collections that a product is in are looked up for the whole batch, also of one that is not known yet", async () => {
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("ProductCollection").values([["8", "501"], ["9", "502"], ["10", "503"]].map(([collectionId = "", productId = ""]) => ({ shopId: world.shop.id, collectionId, productId, seenAt: T0 }))).execute());
    await world.activate({ ...cartSeries(), entryPoints: [{ id: "added", type: "added-to-cart", version: 1, config: { of: "collections", collections: [{ id: "8", title: "Kitchen" }, { id: "10", title: "Bath" }] } }] });
    await world.take(["501", "502", "503"].map((productId): Activity => ({ key: `ola-${productId}`, subjectId: "ola", type: "product_added_to_cart", at: T0, productId })));
    await world.settle();
    expect((await world.runs()).map(({ context }) => (JSON.parse(context) as TriggerContext).productIds)).toEqual([["501"], ["503"]]);
  });
});
