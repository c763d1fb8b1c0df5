import { beforeAll, describe, expect, it } from "vitest";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { HOUR, type Instant } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { expectCountsAgree, openEngineWorld, cartSeries, delayNode } from "../../factories/engine-world";
import { atEachStatement, ended, killRig } from "../../factories/kill-rig";
import { doAllThatIsDue } from "./do-all-that-is-due";

const rig = killRig("tests/integration/crash/turn-process.ts");
/** More than one page. */
const CUSTOMERS = 520;
let now: Instant;
let shopId: number;

/** Everybody in the segment by the hour; the three who fall into the other one by the regular pass. */
const scheduled: ScenarioDefinition = { ...cartSeries({ whileInside: "new-instance" }), entryPoints: [{ id: "daily", type: "scheduled", version: 1, config: { segmentId: "vip", rule: { every: "day", time: "13:00" } } }], firstStepId: "wait", steps: [delayNode("wait", null)] };
const watching: ScenarioDefinition = { ...scheduled, entryPoints: [{ id: "segment", type: "segment-entered", version: 1, config: { segmentId: "few", when: "entered" } }] };

beforeAll(async () => {
  const world = await openEngineWorld();
  shopId = world.shop.id;
  await world.addTagSegment("vip", "vip");
  await world.addTagSegment("few", "few");
  const ids = Array.from({ length: CUSTOMERS }, (_, index) => `c${String(index).padStart(3, "0")}`);
  for (const id of ids) await world.addCustomer(id);
  await world.activate(scheduled);
  await world.activate(watching);
  await world.settle();
  await world.db.write(async (tx) => {
    await tx.forShop(shopId).insertInto("CustomerTag").values([...ids.map((customerId) => ({ customerId, tag: "vip" })), ...ids.slice(0, 3).map((customerId) => ({ customerId, tag: "few" }))].map((tag) => ({ shopId, ...tag, addedAt: world.clock.now(), source: "shopify" }))).execute();
  });
  now = world.clock.now() + HOUR;
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
  const left = {
    runs: await shop.selectFrom("Run").select(["customerId", "factKey", "status", "stepId", "leaseOwner"]).orderBy("factKey").execute(),
    decisions: await shop.selectFrom("EntryDecision").select(["customerId", "factKey", "outcome"]).orderBy("factKey").execute(),
    schedules: await shop.selectFrom("EntrySchedule").select(["dueAt", "cursor", "beganAt", "taken"]).execute(),
    occurrences: await shop.selectFrom("EntryOccurrence").select(["dueAt", "outcome", "taken"]).execute(),
    watches: await shop.selectFrom("SegmentWatch").select(["segmentId", "cursor", "filledAt"]).execute(),
    members: await shop.selectFrom("SegmentMember").select(["segmentId", "customerId"]).orderBy("customerId").execute(),
  };
  await expectCountsAgree(db, shopId);
  await db.close();
  rig.drop(file);
  return { killed, left };
}

describe("a pass that is killed", () => {
  it("R11 R20 goes on where it stood, at whatever statement SIGKILL comes: each customer in once, the occurrence noted once", { timeout: 900_000 }, async () => {
    const whole = await killAndFinish(0);
    expect(whole.killed).toBe(false);
    expect(whole.left.occurrences).toEqual([{ dueAt: now, outcome: "done", taken: CUSTOMERS }]);
    expect(whole.left.runs).toHaveLength(CUSTOMERS + 3);
    expect(whole.left.members).toHaveLength(3);
    // Every statement of the passes; of the turns that follow every seventh, which another test kills one by one.
    const last = await atEachStatement(async (killAt) => {
      const { killed, left } = await killAndFinish(killAt);
      expect(left, `killed at statement ${killAt}`).toEqual(whole.left);
      return killed;
    }, { step: (killAt) => (killAt < 80 ? 1 : 7) });
    expect(last).toBeGreaterThan(80);
  });
});
