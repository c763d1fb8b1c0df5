import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServiceContext } from "~/app-context";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { settleScenariosWork } from "~/runtime/runs/settle-scenarios.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { createScenario } from "~/services/scenarios/create-scenario.server";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { stopScenario } from "~/services/scenarios/stop-scenario.server";
import { cartSeries, delayNode, emailNode, expectCountsAgree, openEngineWorld, tagNode, type EngineWorld } from "../factories/engine-world";

const PEOPLE = ["ola", "ewa", "jan"];

let world: EngineWorld & { close(): Promise<void> };
let id: string;
beforeEach(async () => {
  world = await openEngineWorld();
  id = await createScenario(world.context, world.shop.id, { name: "Cart", definition: cartSeries() });
  await activateScenario(world.context, world.shop.id, id);
  // Each enters 8 hours after the one before, gets the first message and waits a day.
  for (const who of PEOPLE) {
    await world.advance(7 * HOUR);
    await world.addCustomer(who);
    await world.does(who, "cart_viewed", { cart: { token: who, empty: false } });
    await world.advance(HOUR);
    await world.hand();
  }
});
afterEach(() => world.close());

/** The process dies after so many transactions. */
function dyingAfter(transactions: number): ServiceContext {
  let left = transactions;
  return { ...world.context, db: { ...world.db, write: (work) => (left-- > 0 ? world.db.write(work) : Promise.reject(new Error("killed"))) } };
}
const activate = (choice: Parameters<typeof activateScenario>[3], context: ServiceContext = world.context) => activateScenario(context, world.shop.id, id, choice);
const stop = (inside: "hold" | "run-on") => stopScenario(world.context, world.shop.id, id, inside);
const steps = async () => (await world.runs()).map(({ status, reason, stepId }) => (status === "active" ? stepId : reason));

describe("activating again with people inside", () => {
  it("R9 clocks that rested leave nobody overdue; the question is not asked", async () => {
    await stop("hold");
    await world.advance(10 * DAY);
    expect(await activate({ do: "ask" })).toMatchObject({ ok: true });
    await world.settle();
    expect(await steps()).toEqual(["wait", "wait", "wait"]);
  });

  it("R9 clocks that ran on: says how many are overdue, and changes nothing until that is answered", async () => {
    await stop("run-on");
    // Ola has waited 24 hours now, Ewa 16, Jan 8.
    await world.advance(8 * HOUR);
    expect(await activate({ do: "ask" })).toEqual({ ok: false, key: "overdue", values: { count: "1", scenarioId: id } });
    await world.advance(8 * HOUR);
    expect(await activate({ do: "ask" })).toMatchObject({ key: "overdue", values: { count: "2" } });
    await world.settle();
    expect(await world.messages()).toHaveLength(3);

    expect(await activate({ do: "now" })).toMatchObject({ ok: true });
    await world.settle();
    expect(await steps()).toEqual(["second", "second", "wait"]);
    await world.advance(8 * HOUR - MINUTE);
    expect((await steps())[2]).toBe("wait");
    await world.advance(MINUTE);
    expect((await steps())[2]).toBe("second");
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R9 spreads the overdue evenly over the hours, the others go on by their own clocks", async () => {
    await stop("run-on");
    await world.advance(16 * HOUR);
    expect(await activate({ do: "spread", hours: 4 })).toMatchObject({ ok: true });
    await world.settle();
    expect(await steps()).toEqual(["second", "wait", "wait"]);
    await world.advance(2 * HOUR - MINUTE);
    expect(await steps()).toEqual(["second", "wait", "wait"]);
    await world.advance(MINUTE);
    expect(await steps()).toEqual(["second", "second", "wait"]);
    await world.advance(6 * HOUR);
    expect(await steps()).toEqual(["second", "second", "second"]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R9 removes the overdue alone, counted by that reason, also when the process dies on the way", async () => {
    await stop("run-on");
    await world.advance(16 * HOUR);
    await expect(activate({ do: "remove" }, dyingAfter(2))).rejects.toThrow("killed");
    const work = settleScenariosWork(world.context);
    while ((await work.runDue()) > 0) continue;
    await world.settle();
    expect(await steps()).toEqual(["overdue", "overdue", "wait"]);
    expect((await world.runs()).every(({ heldAt }) => heldAt === null)).toBe(true);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R9 spreads them once, also when the process dies between activating and spreading", async () => {
    await stop("run-on");
    await world.advance(2 * DAY);
    const activatedAt = world.clock.now();
    await expect(activate({ do: "spread", hours: 3 }, dyingAfter(2))).rejects.toThrow("killed");
    const work = settleScenariosWork(world.context);
    while ((await work.runDue()) > 0) continue;
    expect((await world.runs()).map(({ dueAt }) => dueAt)).toEqual([activatedAt, activatedAt + HOUR, activatedAt + 2 * HOUR]);
  });

  it("R9 a stop while they are spread drops the spreading", async () => {
    await stop("run-on");
    await world.advance(2 * DAY);
    await activate({ do: "spread", hours: 3 });
    await stop("hold");
    await world.advance(DAY);
    expect(await activate({ do: "ask" })).toMatchObject({ key: "overdue", values: { count: "3" } });
    await activate({ do: "now" });
    await world.settle();
    expect(await steps()).toEqual(["second", "second", "second"]);
  });
});

describe("skipping what came due while it was stopped", () => {
  it("R9 the overdue pass over the message and end, the others get it by their own clocks", async () => {
    await stop("run-on");
    await world.advance(16 * HOUR);
    expect(await activate({ do: "skip" })).toMatchObject({ ok: true });
    await world.settle();
    expect((await world.runs()).map(({ status, stepId }) => `${status} ${stepId}`)).toEqual(["completed null", "completed null", "active wait"]);
    expect(await world.messages()).toHaveLength(3);
    expect((await world.visits()).filter(({ detail }) => detail?.includes("passedOver"))).toMatchObject([{ stepId: "second", branch: "next" }, { stepId: "second", branch: "next" }]);
    await world.advance(8 * HOUR);
    expect(await world.messages()).toHaveLength(4);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R9 they pass over messages until they wait again, tags are set, and what comes after is sent", async () => {
    await stop("run-on");
    await saveScenario(world.context, world.shop.id, { scenarioId: id, name: "Cart", revision: 3, definition: {
      ...cartSeries(),
      steps: [emailNode("reminder", "wait"), delayNode("wait", "second"), emailNode("second", "tag"), tagNode("add-tag", "tag", "third"), emailNode("third", "again"), delayNode("again", "last"), emailNode("last", null)],
    } });
    await world.advance(DAY);
    expect(await activate({ do: "skip" })).toMatchObject({ ok: true });
    await world.settle();
    expect(await steps()).toEqual(["again", "again", "again"]);
    expect((await world.visits()).filter(({ stepId }) => stepId === "tag")).toHaveLength(3);
    expect(await world.messages()).toHaveLength(3);
    await world.advance(DAY);
    expect(await steps()).toEqual(["last", "last", "last"]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R9 goes on where the process died", async () => {
    await stop("run-on");
    await world.advance(DAY);
    await expect(activate({ do: "skip" }, dyingAfter(2))).rejects.toThrow("killed");
    const work = settleScenariosWork(world.context);
    while ((await work.runDue()) > 0) continue;
    await world.settle();
    expect(await world.messages()).toHaveLength(3);
    expect((await world.runs()).every(({ status }) => status === "completed")).toBe(true);
  });
});
