import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "~/domain/instant";
import { reentrySchema } from "~/domain/scenario/definition";
import { holdRuns } from "~/runtime/runs/hold-runs.server";
import { releaseRuns } from "~/runtime/runs/release-runs.server";
import { cartSeries, delayNode, emailNode, expectCountsAgree, openEngineWorld, T0, type EngineWorld } from "../../factories/engine-world";
import { CartModel } from "./cart-model";

const PEOPLE = ["ola", "ewa"] as const;

const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("open-cart"), who: fc.constantFrom(...PEOPLE) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("view", "leave", "order"), who: fc.constantFrom(...PEOPLE) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("pass"), ms: fc.constantFrom(MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 24 * HOUR) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("hand-over") }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("stop", "fold") }) },
);
const policy = fc.record({
  whileInside: fc.constantFrom(...reentrySchema.shape.whileInside.options),
  afterEnd: fc.constantFrom(...reentrySchema.shape.afterEnd.options),
  minIntervalHours: fc.constantFrom(1, 24),
});

async function stopOrGoOn(world: EngineWorld, scenarioId: string, model: CartModel): Promise<void> {
  const { db, shop, clock } = world;
  const now = clock.now();
  const stopping = model.active;
  await db.write((tx) => tx.forShop(shop.id).updateTable("Scenario").set(stopping ? { status: "stopped", stoppedAt: now } : { status: "active" }).where("id", "=", scenarioId).execute());
  await db.write<unknown>((tx) => (stopping ? holdRuns(tx, shop.id, scenarioId, now) : releaseRuns(tx, shop.id, scenarioId, now)));
  if (stopping) model.stops();
  else model.goesOn();
  await world.settle();
}

describe("the engine and its model", () => {
  it("R2 R5 R6 R7 R8 R9 R15 agree after every act, and Started = Active + Removed + Completed", { timeout: 300_000 }, async () => {
    await fc.assert(fc.asyncProperty(policy, fc.array(act, { minLength: 5, maxLength: 40 }), async (reentry, acts) => {
      const world = await openEngineWorld();
      try {
        for (const id of PEOPLE) await world.addCustomer(id);
        const definition = { ...cartSeries({ ...reentry, onPage: [{ match: "exact", path: "/bye" }] }) };
        const { id } = await world.activate({ ...definition, steps: [emailNode("reminder", "wait"), delayNode("wait", "second", { mode: "for", amount: 24, unit: "hours" }), emailNode("second", null)] });
        const model = new CartModel(T0, reentry);
        for (const each of acts) {
          if ("who" in each) {
            switch (each.do) {
              case "open-cart": await world.does(each.who, "cart_viewed", { cart: { token: each.who, empty: false } }); model.opensCart(each.who); break;
              case "order": await world.does(each.who, "order_placed", { orderId: "1" }); model.orders(each.who); break;
              default:
                await world.does(each.who, "page_viewed", { page: { path: each.do === "leave" ? "/bye" : "/", query: "" } });
                model.views(each.who, each.do === "leave");
            }
          } else if ("ms" in each) {
            await world.advance(each.ms);
            model.passes(each.ms);
          } else if (each.do === "hand-over" && model.active) {
            await world.hand();
            model.handsOver();
          } else if (each.do === "fold") {
            await world.fold();
          } else if (each.do === "stop") {
            await stopOrGoOn(world, id, model);
          }
          await compare(world, model);
        }
        await expectCountsAgree(world.db, world.shop.id);
        await world.fold();
        await expectCountsAgree(world.db, world.shop.id);
      } finally {
        await world.close();
      }
    }), { numRuns: 100, interruptAfterTimeLimit: 30_000 });
  });
});

async function compare(world: EngineWorld, model: CartModel): Promise<void> {
  const runs = await world.runs();
  const told = runs.map(({ customerId, status, reason, stepId, dueAt, heldAt, heldMs, enteredStepAt }) => ({
    customer: customerId, status, reason, step: status === "active" ? stepId : null,
    dueAt: status !== "active" || stepId !== "wait" ? null : heldAt === null ? dueAt : enteredStepAt + 24 * HOUR + heldMs,
  }));
  const meant = model.runs.map(({ customer, status, reason, step, dueAt }) => ({ customer, status, reason, step: status === "active" ? step : null, dueAt }));
  const sorted = (list: readonly object[]) => list.map((item) => JSON.stringify(item)).sort();
  expect(sorted(told)).toEqual(sorted(meant));

  const { started = 0, completed = 0, removed = 0 } = await world.counts();
  expect(started).toBe(model.runs.filter(({ reason }) => reason !== "replaced").length);
  expect(started).toBe(runs.filter(({ status }) => status === "active").length + removed + completed);
}
