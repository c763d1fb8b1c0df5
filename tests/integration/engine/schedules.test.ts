import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, type Instant } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { schedulesWork } from "~/runtime/schedules/schedules.server";
import { checkScenario } from "~/services/scenarios/check-scenario.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { stopScenario } from "~/services/scenarios/stop-scenario.server";
import { keepSchedulesOfShop } from "~/services/scenarios/keep-schedules.server";
import { exhaustWork } from "../../factories/exhaust-work";
import { cartSeries, expectCountsAgree, openEngineWorld, T0, type EngineWorld } from "../../factories/engine-world";

const at = (text: string): Instant => Date.parse(text);

/** T0 is noon in Warsaw. */
function daily(time: string, segmentId = "vip", more: Partial<ScenarioDefinition> = {}): ScenarioDefinition {
  return { ...cartSeries(), entryPoints: [{ id: "daily", type: "scheduled", version: 1, config: { segmentId, rule: { every: "day", time } } }], ...more };
}

const once = (date: string, time: string): ScenarioDefinition => ({ ...cartSeries(), entryPoints: [{ id: "once", type: "on-date", version: 1, config: { segmentId: "vip", date, time } }] });

describe("schedules", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    await world.addTagSegment("vip", "VIP");
    for (const id of ["ola", "ewa", "jan"]) await world.addCustomer(id);
    for (const id of ["ola", "ewa"]) await world.tagged(id, ["vip"]);
  });
  afterEach(() => world.close());

  const entered = async () => (await world.runs()).map(({ customerId, enteredAt }) => [customerId, new Date(enteredAt).toISOString().slice(0, 16)]);
  const occurrences = async () => (await world.db.forShop(world.shop.id).selectFrom("EntryOccurrence").select(["dueAt", "outcome", "reason", "taken"]).orderBy("endedAt").orderBy("dueAt").execute())
    .map(({ dueAt, outcome, reason, taken }) => [new Date(dueAt).toISOString().slice(0, 16), outcome, reason, taken]);
  const schedule = () => world.db.forShop(world.shop.id).selectFrom("EntrySchedule").selectAll().executeTakeFirst();

  /** A scenario of the shop, activated as the merchant does it. */
  async function activated(definition: ScenarioDefinition): Promise<string> {
    const id = world.context.newId();
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Scenario").values({
      shopId: world.shop.id, id, name: "Scheduled", status: "draft", definition: JSON.stringify(definition), revision: 1, versionId: null, firstActivatedAt: null, activatedAt: null, stoppedAt: null, createdAt: T0, updatedAt: T0,
    }).execute());
    expect(await activateScenario(world.context, world.shop.id, id)).toMatchObject({ ok: true });
    return id;
  }

  it("R11 lets in who is in the segment at the hour, each day once; activation itself lets in nobody", async () => {
    await activated(daily("13:00"));
    expect(world.woken).toContain("schedules");
    await world.settle();
    expect(await world.runs()).toEqual([]);
    await world.advance(HOUR);
    expect(await entered()).toEqual([["ewa", "2026-03-10T12:00"], ["ola", "2026-03-10T12:00"]]);
    await world.tagged("jan", ["Vip"]);
    await world.advance(DAY);
    expect((await entered()).slice(2).map(([who]) => who).sort()).toEqual(["ewa", "jan", "ola"]);
    expect(await occurrences()).toEqual([["2026-03-10T12:00", "done", null, 2], ["2026-03-11T12:00", "done", null, 3]]);
    const [decision] = await world.decisions();
    expect(decision).toMatchObject({ outcome: "entered", entryPointId: "daily", factKey: `schedule:daily:${at("2026-03-10T12:00:00Z")}:ewa` });
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R11 keeps the hour of the shop's clock through the change to summer time", async () => {
    world.clock.set(at("2026-03-27T12:00:00Z"), true);
    await activated(daily("09:00"));
    await world.advance(3 * DAY);
    expect((await entered()).filter(([who]) => who === "ola").map(([, when]) => when)).toEqual(["2026-03-28T08:00", "2026-03-29T07:00", "2026-03-30T07:00"]);
  });

  it("R12 once, and never again, however often it is stopped and activated", async () => {
    const id = await activated(once("2026-03-10", "12:30"));
    await world.advance(HOUR);
    expect((await world.runs()).map(({ customerId }) => customerId)).toEqual(["ewa", "ola"]);
    await stopScenario(world.context, world.shop.id, id, "hold");
    expect(await checkScenario(world.context, world.shop.id, once("2026-03-10", "12:30"), id)).toMatchObject([{ severity: "warning", key: "entryPoints:problems.date-over", path: "entryPoints[0].config.date" }]);
    expect(await activateScenario(world.context, world.shop.id, id)).toMatchObject({ ok: true });
    await world.advance(HOUR);
    expect(await occurrences()).toEqual([["2026-03-10T11:30", "done", null, 2]]);
    expect(await world.db.forShop(world.shop.id).selectFrom("Run").select("id").execute()).toHaveLength(2);
  });

  it("R11 a missed run is made up once if it is less than 24 hours old, and never doubled", async () => {
    await activated(daily("13:00"));
    world.clock.set(at("2026-03-11T11:59:00Z"), true);
    await Promise.all([exhaustWork(world.works.schedules), exhaustWork(schedulesWork(world.context))]);
    expect(await entered()).toEqual([["ewa", "2026-03-11T11:59"], ["ola", "2026-03-11T11:59"]]);
    await exhaustWork(world.works.schedules);
    expect(await occurrences()).toEqual([["2026-03-10T12:00", "done", null, 2]]);
    expect((await schedule())?.dueAt).toBe(at("2026-03-11T12:00:00Z"));
  });

  it("R11 an older one is passed over, with a line; of several missed the last is made up", async () => {
    await activated(daily("13:00"));
    world.clock.set(at("2026-03-14T06:00:00Z"), true);
    await exhaustWork(world.works.schedules);
    expect(await world.runs()).toHaveLength(2);
    expect(await occurrences()).toEqual([["2026-03-10T12:00", "skipped", "made-up-by-later", 0], ["2026-03-13T12:00", "done", null, 2]]);
    world.clock.set(at("2026-03-16T12:30:00Z"), true);
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("EntrySchedule").set({ rule: "changed" }).execute());
    await exhaustWork(world.works.schedules);
    expect((await occurrences()).at(-1)).toEqual(["2026-03-16T12:00", "done", null, 2]);
  });

  it("R11 R12 what is 24 hours late lets in nobody", async () => {
    await activated(once("2026-03-10", "13:00"));
    world.clock.set(at("2026-03-11T12:00:00Z"), true);
    await exhaustWork(world.works.schedules);
    expect(await world.runs()).toEqual([]);
    expect(await occurrences()).toEqual([["2026-03-10T12:00", "skipped", "too-late", 0]]);
    expect(await schedule()).toMatchObject({ dueAt: null });
  });

  it("R11 a pass goes page by page, begins to send before the last has entered, and lets another shop have its turn", async () => {
    const other = await world.addShop("second.myshopify.com");
    await world.addTagSegment("vip", "VIP", other);
    await world.addCustomer("zosia", other.id);
    await world.tagged("zosia", ["vip"], T0, other);
    for (let index = 0; index < 900; index += 1) await world.addCustomer(`c${index}`);
    await world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).insertInto("CustomerTag").values(Array.from({ length: 900 }, (_, index) => ({ shopId: world.shop.id, customerId: `c${index}`, tag: "VIP", addedAt: T0, source: "shopify" }))).execute();
    });
    await world.activate(daily("13:00"));
    await world.activate(daily("13:00"), "elsewhere", other);
    world.clock.set(T0 + HOUR, true);
    expect(await world.works.schedules.runDue()).toBeGreaterThan(0);
    const first = (await world.runs()).length;
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(600);
    await exhaustWork(world.works.runs);
    expect((await world.messages()).length).toBe(first);
    await world.works.schedules.runDue();
    expect(await world.runs(other)).toHaveLength(1);
    await exhaustWork(world.works.schedules);
    expect(await world.runs()).toHaveLength(902);
    expect(await occurrences()).toEqual([["2026-03-10T12:00", "done", null, 902]]);
  });

  /** A pass that stands after its first page. */
  async function halfway(): Promise<string> {
    for (let index = 0; index < 700; index += 1) await world.addCustomer(`c${index}`);
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("CustomerTag").values(Array.from({ length: 700 }, (_, index) => ({ shopId: world.shop.id, customerId: `c${index}`, tag: "VIP", addedAt: T0, source: "shopify" }))).execute());
    const id = await activated(daily("13:00"));
    world.clock.set(T0 + HOUR, true);
    await world.works.schedules.runDue();
    expect((await schedule())?.cursor).not.toBeNull();
    return id;
  }

  it("R40 a version saved during the pass: who is still to come enters it, chosen by its segment, and nobody twice", async () => {
    const id = await halfway();
    const before = (await world.runs()).length;
    await world.addTagSegment("ewa-only", "only");
    await world.tagged("ola", ["only"]);
    expect(await saveScenario(world.context, world.shop.id, { scenarioId: id, name: "Scheduled", definition: daily("15:00", "ewa-only"), revision: 2 })).toMatchObject({ ok: true });
    await exhaustWork(world.works.schedules);
    const runs = await world.runs();
    expect(runs.slice(before).map(({ customerId }) => customerId)).toEqual(["ola"]);
    expect(new Set(runs.map(({ versionId }) => versionId)).size).toBe(2);
    // The new hour holds from the next occurrence on.
    expect((await schedule())?.dueAt).toBe(at("2026-03-10T14:00:00Z"));
    expect(await occurrences()).toEqual([["2026-03-10T12:00", "done", null, before + 1]]);
  });

  it("R9 stopping breaks a pass off, with a line; activating again begins none", async () => {
    const id = await halfway();
    const before = (await world.runs()).length;
    await stopScenario(world.context, world.shop.id, id, "hold");
    expect(await schedule()).toBeUndefined();
    await activateScenario(world.context, world.shop.id, id);
    await exhaustWork(world.works.schedules);
    expect(await world.runs()).toHaveLength(before);
    expect(await occurrences()).toEqual([["2026-03-10T12:00", "broken-off", "scenario-not-active", before]]);
    expect((await schedule())?.dueAt).toBe(at("2026-03-11T12:00:00Z"));
  });

  it("a pass that stands still for a day is broken off: only what is less than 24 hours old lets in", async () => {
    await halfway();
    const before = (await world.runs()).length;
    world.clock.set(T0 + HOUR + DAY, true);
    await exhaustWork(world.works.schedules);
    const rows = await occurrences();
    expect(rows[0]).toEqual(["2026-03-10T12:00", "broken-off", "too-late", before]);
    expect(rows[1]).toEqual(["2026-03-11T12:00", "done", null, 702]);
  });

  it("R11 another shop clock moves what is to come; what stays the same keeps its time", async () => {
    const id = await activated(daily("13:00"));
    expect(await saveScenario(world.context, world.shop.id, { scenarioId: id, name: "Scheduled", definition: { ...daily("13:00"), steps: cartSeries().steps.slice(0, 3) }, revision: 2 })).toMatchObject({ ok: true });
    expect((await schedule())?.dueAt).toBe(at("2026-03-10T12:00:00Z"));
    await world.db.write(async (tx) => {
      await tx.acrossShops.updateTable("Shop").set({ timeZone: "America/New_York" }).where("id", "=", world.shop.id).execute();
      await keepSchedulesOfShop(tx, world.deps(), world.shop.id);
    });
    expect((await schedule())?.dueAt).toBe(at("2026-03-10T17:00:00Z"));
  });

  it("R5 R7 who is inside or was there before is refused with the reason", async () => {
    await world.activate(daily("13:00", "vip", { settings: cartSeries({ whileInside: "ignore" }).settings }));
    await world.advance(DAY + HOUR + MINUTE);
    const decisions = await world.decisions();
    expect(decisions.map(({ outcome, reason }) => [outcome, reason])).toEqual([["entered", null], ["entered", null], ["refused", "already-inside"], ["refused", "already-inside"]]);
  });

  it.each([
    [{ segmentId: null, rule: { every: "day", time: "09:00" } }, "entryPoints[0].config.segmentId", "entryPoints:problems.segment-missing"],
    [{ segmentId: "gone", rule: { every: "day", time: "09:00" } }, "entryPoints[0].config.segmentId", "entryPoints:problems.segment-gone"],
    [{ segmentId: "vip", rule: { every: "cron", expression: "* * * * *" } }, "entryPoints[0].config.rule.expression", "entryPoints:problems.cron-too-often"],
    [{ segmentId: "vip", rule: { every: "cron", expression: "0 0 30 2 *" } }, "entryPoints[0].config.rule.expression", "entryPoints:problems.cron-never"],
  ])("R11 is not activated with %j", async (config, path, key) => {
    const id = world.context.newId();
    const definition = { ...daily("09:00"), entryPoints: [{ id: "daily", type: "scheduled", version: 1, config }] };
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Scenario").values({
      shopId: world.shop.id, id, name: "Scheduled", status: "draft", definition: JSON.stringify(definition), revision: 1, versionId: null, firstActivatedAt: null, activatedAt: null, stoppedAt: null, createdAt: T0, updatedAt: T0,
    }).execute());
    const refused = await activateScenario(world.context, world.shop.id, id);
    expect(refused).toMatchObject({ ok: false, problems: expect.arrayContaining([expect.objectContaining({ path, key })]) as unknown });
    expect(await schedule()).toBeUndefined();
  });
});
