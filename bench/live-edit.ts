import { pino } from "pino";
import { newId } from "../app/adapters/db/new-id.server.ts";
import { DAY, MINUTE, type Instant } from "../app/domain/instant.ts";
import { saveScenario } from "../app/services/scenarios/save-scenario.server.ts";
import type { Bench } from "./bench.ts";
import { node, scenarioOf, stageCustomers, stageRuns, stageShop } from "./installation/staged-shop.ts";
import { until, withInstallation } from "./installation/with-installation.ts";

const BEGIN: Instant = Date.parse("2026-06-10T10:00:00Z");
const WAITING = 500_000;
const stepsWith = (days: number) => scenarioOf([node("wait", "delay", { mode: "for", amount: days, unit: "days" }, { next: "rest" }), node("rest", "delay", { mode: "for", amount: 300, unit: "days" }, { next: null })]);

/**
 * A wait of ten days is made eight while so many stand in it, since different hours, nobody due yet: from the merchant's click to the last one
 * who has a new due time. Then all fall due, and each must have gone on exactly once.
 */
export const bench: Bench = async (say, { mode, n }) => {
  const waiting = n ?? WAITING;
  return withInstallation(mode, BEGIN, () => undefined, async ({ db, clock, start, peakMemoryMb }) => {
    const shop = await stageShop(db, "live-edit", stepsWith(10), BEGIN);
    const ids = await stageCustomers(db, shop, waiting, BEGIN);
    // All at one instant of a day, on five days: whole days make the sums below easy.
    for (let age = 0; age < 5; age += 1) {
      const since = BEGIN - age * DAY;
      await stageRuns(db, shop, "wait", ids.filter((_, index) => index % 5 === age).map((customerId) => ({ customerId, dueAt: since + 10 * DAY })), since);
    }
    await start();
    const began = performance.now();
    const saved = await saveScenario({ db, clock: { now: () => clock.now(), real: () => Date.now(), at: () => () => undefined }, newId, log: pino({ level: "warn" }), wake: { wake: () => undefined }, setUp: { sms: null, push: null } }, shop.shopId, { scenarioId: shop.scenarioId, name: "Live edit", definition: stepsWith(8), revision: 1 });
    if (!saved.ok) throw new Error(`the scenario could not be saved: ${JSON.stringify(saved)}`);
    const own = db.forShop(shop.shopId);
    await until("everybody has a new due time", async () => (await own.selectFrom("Scenario").select("settling").executeTakeFirstOrThrow()).settling === null);
    const seconds = (performance.now() - began) / 1_000;
    for (let age = 0; age < 5; age += 1) {
      const { right } = await own.selectFrom("Run").select((of) => of.fn.countAll<number>().as("right")).where("enteredStepAt", "=", BEGIN - age * DAY).where("dueAt", "=", BEGIN - age * DAY + 8 * DAY).executeTakeFirstOrThrow();
      const expected = ids.filter((_, index) => index % 5 === age).length;
      if (right !== expected) throw new Error(`${right} of ${expected} who came ${age} days ago are due at the right time`);
    }
    say(`moved in ${seconds.toFixed(1)} s`);
    clock.advance(9 * DAY + MINUTE);
    await until("everybody went on", async () => (await own.selectFrom("Run").select("id").where("stepId", "=", "wait").where("status", "=", "active").limit(1).execute()).length === 0);
    const { visits } = await own.selectFrom("StepVisit").select((of) => of.fn.countAll<number>().as("visits")).executeTakeFirstOrThrow();
    if (visits !== waiting) throw new Error(`${visits} steps were left by ${waiting} runs`);
    return { bench: "live-edit", mode, n: waiting, ours: waiting / seconds, floor: null, ratio: null, unit: "runs moved/s", p50Ms: null, p99Ms: null, peakMemoryMb: peakMemoryMb(), figures: { seconds } };
  });
};
