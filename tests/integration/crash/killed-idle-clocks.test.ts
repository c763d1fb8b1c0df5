import { beforeAll, describe, expect, it } from "vitest";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { HOUR, MINUTE, type Instant } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import { cartSeries, delayNode, expectCountsAgree, openEngineWorld } from "../../factories/engine-world";
import { atEachStatement, ended, killRig } from "../../factories/kill-rig";
import { doAllThatIsDue } from "./do-all-that-is-due";

const rig = killRig("tests/integration/crash/turn-process.ts");
/** With those whose scenario was stopped, more than one batch. */
const LEFT_A_CART = 260;
const LOOKED = 12;
let now: Instant;
let shopId: number;

const waiting = { firstStepId: "wait", steps: [delayNode("wait", null)] };
const carts: ScenarioDefinition = { ...cartSeries({ whileInside: "ignore" }), ...waiting };
const looks: ScenarioDefinition = { ...cartSeries({ whileInside: "new-instance" }), ...waiting, entryPoints: [{ id: "browse", type: "browse-abandonment", version: 1, config: { idleMinutes: 60 } }] };

/** At `now` every clock is over: of a cart, of products viewed, of a visitor nobody knows, and of a scenario that was stopped. */
beforeAll(async () => {
  const world = await openEngineWorld();
  shopId = world.shop.id;
  await world.activate(carts, "carts");
  await world.activate(looks, "looks");
  const stopped = await world.activate({ ...looks, entryPoints: [{ id: "opened", type: "cart-abandonment", version: 1, config: { variant: "opened-not-checkout", idleMinutes: 60 } }] }, "stopped");
  const ids = Array.from({ length: LEFT_A_CART }, (_, index) => `c${String(index).padStart(3, "0")}`);
  for (const id of ids) await world.addCustomer(id);
  const at = world.clock.now();
  await world.take([...ids, "a-browser"].map((subjectId, index) => ({ key: `look-${index}`, subjectId, type: "product_viewed", at, productId: "3" } as const)).slice(-LOOKED));
  world.clock.set(at + MINUTE, true);
  await world.take([...ids, "a-browser"].map((subjectId, index) => ({ key: `cart-${index}`, subjectId, type: "cart_viewed", at: at + MINUTE, cart: { token: subjectId, empty: false } } as const)));
  await world.db.write((tx) => tx.forShop(shopId).updateTable("Scenario").set({ status: "stopped" }).where("id", "=", stopped.id).execute());
  now = at + HOUR + MINUTE;
  rig.keep(world.file);
  await world.close();
});

/** What a stop by SIGKILL before statement `killAt`, and a fresh start after it, leave behind. */
async function killAndFinish(killAt: number) {
  const file = rig.copy(killAt);
  const killed = await ended(rig.start(file, now, rig.path("provider"), killAt));
  const db = openSqliteDatabase(`file:${file}`);
  await doAllThatIsDue(db, now, rig.path("provider"));
  const shop = db.forShop(shopId);
  const runs = await shop.selectFrom("Run").select(["customerId", "scenarioId", "factKey", "status", "stepId", "leaseOwner", "context"]).orderBy("scenarioId").orderBy("factKey").execute();
  const left = {
    runs: runs.map(({ context, ...run }) => ({ ...run, context: JSON.parse(context) as TriggerContext })),
    decisions: await shop.selectFrom("EntryDecision").select(["customerId", "scenarioId", "factKey", "outcome", "reason"]).orderBy("scenarioId").orderBy("factKey").execute(),
    clocks: await shop.selectFrom("IdleClock").select(["scenarioId", "subjectId"]).execute(),
  };
  await expectCountsAgree(db, shopId);
  await db.close();
  rig.drop(file);
  return { killed, left };
}

describe("idle clocks whose process is killed", () => {
  it("R14 R15 each person enters once by each, at whatever statement SIGKILL comes", { timeout: 900_000 }, async () => {
    const whole = await killAndFinish(0);
    expect(whole.left.clocks).toEqual([]);
    const outcomes = whole.left.decisions.map(({ scenarioId, outcome, reason }) => [scenarioId, outcome, reason].join(" "));
    expect(Object.fromEntries([...new Set(outcomes)].map((each) => [each, outcomes.filter((one) => one === each).length]))).toEqual({
      "carts entered ": LEFT_A_CART, "looks entered ": LOOKED - 1, "stopped refused scenario-not-active": LEFT_A_CART,
    });
    expect(whole.left.runs).toHaveLength(LEFT_A_CART + LOOKED - 1);
    // Every statement of the entering; of the turns that follow every seventh, which another test kills one by one.
    const last = await atEachStatement(async (killAt) => {
      const { killed, left } = await killAndFinish(killAt);
      expect(left, `killed at statement ${killAt}`).toEqual(whole.left);
      return killed;
    }, { step: (killAt) => (killAt < 70 ? 1 : 7) });
    expect(last).toBeGreaterThan(70);
  });
});
