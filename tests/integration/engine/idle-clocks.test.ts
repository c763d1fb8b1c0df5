import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { newId } from "~/adapters/db/new-id.server";
import { MINUTE } from "~/domain/instant";
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
});
