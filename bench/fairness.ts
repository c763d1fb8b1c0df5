import { HOUR, type Instant } from "../app/domain/instant.ts";
import { percentile, type Bench } from "./bench.ts";
import { node, oneHour, scenarioOf, stageCustomers, stageRuns, stageShop } from "./installation/staged-shop.ts";
import { until, withInstallation } from "./installation/with-installation.ts";

const BEGIN: Instant = Date.parse("2026-06-10T10:00:00Z");
const LARGE = 500_000;
const SMALL_SHOPS = 50;
const RUNS_OF_A_SMALL_SHOP = 10;
/** Time for the processes to start before anything falls due. */
const LEAD = HOUR;
/** The small shops' runs fall due one after the other over this time, all of it while the large shop's are worked off. */
const SPREAD = 8_000;

/** One shop's runs all due at once, beside many small shops with a few each: how long after it is due a small shop's run is taken on. */
export const bench: Bench = async (say, { mode, n }) => {
  const large = n ?? LARGE;
  return withInstallation(mode, BEGIN, () => undefined, async ({ db, clock, start, peakMemoryMb }) => {
    const definition = scenarioOf([node("wait", "delay", oneHour, { next: "rest" }), node("rest", "delay", { mode: "for", amount: 9, unit: "days" }, { next: null })]);
    const due = BEGIN + LEAD;
    const big = await stageShop(db, "large", definition, BEGIN);
    await stageRuns(db, big, "wait", (await stageCustomers(db, big, large, BEGIN)).map((customerId) => ({ customerId, dueAt: due })), due - HOUR);
    const small: number[] = [];
    for (let index = 0; index < SMALL_SHOPS; index += 1) {
      const shop = await stageShop(db, `small-${index}`, definition, BEGIN);
      const ids = await stageCustomers(db, shop, RUNS_OF_A_SMALL_SHOP, BEGIN);
      await Promise.all(ids.map((customerId, at) => {
        const dueAt = due + 1_000 + Math.round((at + index / SMALL_SHOPS) * (SPREAD / RUNS_OF_A_SMALL_SHOP));
        return stageRuns(db, shop, "wait", [{ customerId, dueAt }], dueAt - HOUR);
      }));
      small.push(shop.shopId);
    }
    await start();
    clock.advance(due - clock.now());
    const seconds = await until("everybody went on", async () => (await db.acrossShops.selectFrom("Run").select("id").where("stepId", "=", "wait").where("status", "=", "active").limit(1).execute()).length === 0);
    const visits = await db.acrossShops.selectFrom("StepVisit").select(["enteredAt", "leftAt"]).where("shopId", "in", small).execute();
    if (visits.length !== SMALL_SHOPS * RUNS_OF_A_SMALL_SHOP) throw new Error(`${visits.length} steps of the small shops' ${SMALL_SHOPS * RUNS_OF_A_SMALL_SHOP} were left`);
    const waits = visits.map(({ enteredAt, leftAt }) => leftAt - enteredAt - HOUR).sort((a, b) => a - b);
    const { last } = await db.forShop(big.shopId).selectFrom("StepVisit").select((of) => of.fn.max("leftAt").as("last")).executeTakeFirstOrThrow();
    if (Number(last) < due + SPREAD) say(`the large shop was done before the last of the small ones fell due: its ${large} runs are too few`);
    return {
      bench: "fairness", mode, n: large, ours: large / seconds, floor: null, ratio: null, unit: "runs/s of the large shop", p50Ms: percentile(waits, 0.5), p99Ms: percentile(waits, 0.99), peakMemoryMb: peakMemoryMb(),
      figures: { largeShopSeconds: seconds },
    };
  });
};
