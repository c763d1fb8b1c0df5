import { HOUR, MINUTE, type Instant } from "../app/domain/instant.ts";
import { median, type Bench } from "./bench.ts";
import { node, oneHour, scenarioOf, stageCustomers, stageRuns, stageShop } from "./installation/staged-shop.ts";
import { until, withInstallation } from "./installation/with-installation.ts";

const BEGIN: Instant = Date.parse("2026-06-10T10:00:00Z");
const ROUNDS = 3;
const RUNS = 20_000;
/** Left the wait, left the split, left the condition; the next waits. */
const STEPS_A_RUN = 3;

const rich = { match: "all", groups: [{ match: "any", conditions: [{ fact: "tag", operator: "has", tag: "vip" }, { fact: "orders-count", operator: "at-least", count: 3 }] }] };
const anybody = { match: "all", groups: [{ match: "all", conditions: [{ fact: "total-spent", operator: "at-least", amountMinor: 0 }] }] };

/** Steps executed by worker processes that Bull wakes, over PostgreSQL: from the end of everybody's wait to the last one who stands in the next. */
export const distributedSteps: Bench = async (say, { mode, n }) => {
  const runs = n ?? RUNS;
  const rounds: { perSecond: number; peakMemoryMb: number }[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const measured = await withInstallation(mode, BEGIN, () => undefined, async ({ db, clock, start, peakMemoryMb }) => {
      const shop = await stageShop(db, "steps", scenarioOf([
        node("wait", "delay", oneHour, { next: "split" }),
        node("split", "split", { branches: [{ id: "vip", name: "VIP", segment: rich }] }, { vip: "gate", "everyone-else": "gate" }),
        node("gate", "condition", { about: "customer", segment: anybody }, { yes: "rest", no: null }),
        node("rest", "delay", { mode: "for", amount: 9, unit: "days" }, { next: null }),
      ]), BEGIN);
      await stageRuns(db, shop, "wait", (await stageCustomers(db, shop, runs, BEGIN)).map((customerId) => ({ customerId, dueAt: BEGIN + HOUR })), BEGIN);
      await start();
      clock.advance(HOUR + MINUTE);
      const seconds = await until("everybody went on", async () => (await db.forShop(shop.shopId).selectFrom("Run").select("id").where("stepId", "=", "wait").where("status", "=", "active").limit(1).execute()).length === 0);
      const { visits } = await db.forShop(shop.shopId).selectFrom("StepVisit").select((of) => of.fn.countAll<number>().as("visits")).executeTakeFirstOrThrow();
      if (visits !== runs * STEPS_A_RUN) throw new Error(`${visits} steps were left by ${runs} runs`);
      return { perSecond: (runs * STEPS_A_RUN) / seconds, peakMemoryMb: peakMemoryMb() };
    });
    say(`round ${round}: ${measured.perSecond.toFixed(0)} steps/s, ${measured.peakMemoryMb.toFixed(0)} MB`);
    rounds.push(measured);
  }
  return {
    bench: "steps", mode, n: runs * STEPS_A_RUN, ours: median(rounds.map(({ perSecond }) => perSecond)), floor: null, ratio: null, unit: "steps/s", p50Ms: null, p99Ms: null,
    peakMemoryMb: Math.max(...rounds.map(({ peakMemoryMb }) => peakMemoryMb)),
  };
};
