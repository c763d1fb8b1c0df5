import { insertRows } from "../app/adapters/db/insert-rows.server.ts";
import { newId } from "../app/adapters/db/new-id.server.ts";
import { DAY, HOUR, MINUTE, type Instant } from "../app/domain/instant.ts";
import type { ScenarioDefinition } from "../app/domain/scenario/definition.ts";
import type { Bench } from "./bench.ts";
import { ENTRY_POINT, email, node, scenarioOf, stageCustomers, stageShop, type StagedShop } from "./installation/staged-shop.ts";
import { until, withInstallation, type RunningInstallation } from "./installation/with-installation.ts";

const BEGIN: Instant = Date.parse("2026-06-10T10:00:00Z");
const MOST = 200_000;
const PIECE = 5_000;
const FLOOR_BATCH = 500;
/** The requirement: from the first due to the last entered. Real seconds. */
const WITHIN = 90;
/** A machine on which the floor alone takes so much of it is busy with something else, and says nothing. */
const LARGEST_FLOOR = WITHIN / 3;
const BROWSE = "browse";

/** Half of them left a cart, half of them products that they viewed; then a day's wait and an e-mail. */
function definition(): ScenarioDefinition {
  const scenario = scenarioOf([node("wait", "delay", { mode: "for", amount: 1, unit: "days" }, { next: "mail" }), node("mail", "send-email", email("Your cart"), { next: null })]);
  return { ...scenario, entryPoints: [...scenario.entryPoints, { id: BROWSE, type: "browse-abandonment", version: 1, config: { idleMinutes: 60 } }] };
}

/**
 * So many idle clocks fall due within one minute, each at an instant of its own (R14, R15). Domain time runs through the minute at once:
 * from then to the last one entered. The floor writes the same rows, in pieces, with nothing decided.
 */
export const bench: Bench = async (say, { mode, n }) => {
  const most = n ?? MOST;
  return withInstallation(mode, BEGIN, () => undefined, async (installation) => {
    const { db, clock, start, peakMemoryMb } = installation;
    const floorShop = await stageShop(db, "floor", definition(), BEGIN);
    await stageClocks(db, floorShop, Array.from({ length: most }, () => newId()));
    const floorTook = await floorSeconds(db, floorShop);
    const floor = most / floorTook;
    say(`floor: ${floor.toFixed(0)} entries/s`);

    const shop = await stageShop(db, "abandonment", definition(), BEGIN);
    await stageClocks(db, shop, await stageCustomers(db, shop, most, BEGIN));
    await start();
    clock.advance(HOUR + MINUTE);
    const seconds = await until("everybody entered", async () => (await db.forShop(shop.shopId).selectFrom("IdleClock").select("subjectId").limit(1).execute()).length === 0);
    const { entered } = await db.forShop(shop.shopId).selectFrom("Run").select((of) => of.fn.countAll<number>().as("entered")).executeTakeFirstOrThrow();
    if (Number(entered) !== most) throw new Error(`${entered} runs for ${most} clocks`);
    if (most <= MOST && seconds > WITHIN && floorTook < LARGEST_FLOOR) throw new Error(`the last entered after ${seconds.toFixed(0)} s; it has to be within ${WITHIN} s`);
    const ours = most / seconds;
    return { bench: "abandonment", mode, n: most, ours, floor, ratio: ours / floor, unit: "entries/s", p50Ms: null, p99Ms: null, peakMemoryMb: peakMemoryMb(), figures: { lastEnteredAfterSeconds: seconds } };
  });
};

/** One clock each, due somewhere in the minute that begins an hour after `BEGIN`. */
async function stageClocks(db: RunningInstallation["db"], { shopId, scenarioId }: StagedShop, subjectIds: readonly string[]): Promise<void> {
  for (let from = 0; from < subjectIds.length; from += PIECE) {
    const rows = subjectIds.slice(from, from + PIECE).map((subjectId, index) => {
      const dueAt = BEGIN + HOUR + ((from + index) * 7_919) % MINUTE;
      const browsed = index % 2 === 0;
      const context = { at: dueAt - HOUR, began: dueAt - HOUR, stage: browsed ? "viewed" : "opened-not-checkout", ...(browsed ? { productIds: ["501", "502"] } : { cartToken: `cart-${subjectId}` }) };
      return {
        shopId, scenarioId, entryPointId: browsed ? BROWSE : ENTRY_POINT, subjectId, kind: browsed ? "browse-abandonment" : "cart-abandonment", stage: context.stage,
        dueAt, factKey: `fact-${subjectId}`, at: dueAt - HOUR, context: JSON.stringify(context),
      };
    });
    await db.write(({ acrossShops }) => insertRows(acrossShops, "IdleClock", rows));
  }
}

/** Takes the clocks away and writes what an entry leaves: a run, a decision, and what is counted of the piece. The runs are ended, so that nobody goes on with them. */
async function floorSeconds(db: RunningInstallation["db"], { shopId, scenarioId, versionId }: StagedShop): Promise<number> {
  const now = BEGIN + DAY;
  const clocks = await db.forShop(shopId).selectFrom("IdleClock").select(["subjectId", "entryPointId", "factKey", "context"]).orderBy("dueAt").execute();
  const began = performance.now();
  for (let from = 0; from < clocks.length; from += FLOOR_BATCH) {
    const piece = clocks.slice(from, from + FLOOR_BATCH).map((clock) => ({ ...clock, runId: newId() }));
    await db.write(async ({ acrossShops, forShop }) => {
      await forShop(shopId).deleteFrom("IdleClock").where("subjectId", "in", piece.map(({ subjectId }) => subjectId)).execute();
      await insertRows(acrossShops, "Run", piece.map(({ subjectId, entryPointId, factKey, context, runId }) => (
        { shopId, id: runId, scenarioId, versionId, customerId: subjectId, activeKey: runId, factKey, entryPointId, status: "completed", dueAt: null, enteredAt: now, enteredStepAt: now, heldMs: 0, seq: 0, recovered: 0, context, endedAt: now })));
      await insertRows(acrossShops, "EntryDecision", piece.map(({ subjectId, entryPointId, factKey, runId }) => (
        { shopId, id: newId(), scenarioId, versionId, entryPointId, customerId: subjectId, factKey, at: now, outcome: "entered", reason: null, runId })));
      await insertRows(acrossShops, "CounterDelta", [{ shopId, id: newId(), scenarioId, versionId, stepId: "", channel: "", reason: "", metric: "started", day: "2026-06-10", value: piece.length }]);
    });
  }
  return (performance.now() - began) / 1_000;
}
