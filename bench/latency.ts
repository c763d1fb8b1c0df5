import { HOUR, type Instant } from "../app/domain/instant.ts";
import { readCounts } from "../app/queries/read-counters.server.ts";
import { recount } from "../app/queries/recount.server.ts";
import type { Database } from "../app/adapters/db/database.server.ts";
import { percentile, type Bench } from "./bench.ts";
import { email, node, oneHour, scenarioOf, stageCustomers, stageRuns, stageShop } from "./installation/staged-shop.ts";
import { until, withInstallation } from "./installation/with-installation.ts";

const BEGIN: Instant = Date.parse("2026-06-10T10:00:00Z");
const PER_SECOND = 200;
const SECONDS = 60;
/** Time for the processes to start and to come to rest before the first falls due. */
const LEAD = HOUR;

/**
 * From the instant a customer's wait is over to the e-mail's arrival at the provider, at 200 messages a second for a
 * minute: the run is found, taken on and saved, the message claimed, checked, rendered, stored and handed over by HTTP.
 * There is no floor to compare with; it throws where a message is missing or doubled, or the counters are not what the rows say.
 */
export const bench: Bench = async (say, { mode, n }) => {
  const messages = n ?? PER_SECOND * SECONDS;
  const arrived = new Map<string, Instant>();
  let doubled = 0;
  let now = (): Instant => BEGIN;
  const took = ({ to }: { to: string }): void => {
    if (arrived.has(to)) doubled += 1;
    else arrived.set(to, now());
  };
  return withInstallation(mode, BEGIN, took, async ({ db, clock, start, peakMemoryMb }) => {
    now = () => clock.now();
    const shop = await stageShop(db, "latency", scenarioOf([node("wait", "delay", oneHour, { next: "mail" }), node("mail", "send-email", email("Your cart"), { next: null })]), BEGIN);
    const ids = await stageCustomers(db, shop, messages, BEGIN);
    const first = BEGIN + LEAD + 5_000;
    const dueAt = (index: number): Instant => first + Math.round((index * 1_000) / PER_SECOND);
    await stageRuns(db, shop, "wait", ids.map((customerId, index) => ({ customerId, dueAt: dueAt(index) })), first - HOUR);
    await start();
    say(`${PER_SECOND} messages a second for ${messages / PER_SECOND} s`);
    clock.advance(BEGIN + LEAD - clock.now());
    await until("everybody has come to the end", async () => (await db.forShop(shop.shopId).selectFrom("Run").select("id").where("status", "=", "active").limit(1).execute()).length === 0);
    const waits = ids.map((_, index) => (arrived.get(`${index}@${shop.domain}`) ?? Infinity) - dueAt(index)).sort((a, b) => a - b);
    if (doubled > 0 || arrived.size !== messages) throw new Error(`of ${messages} messages ${arrived.size} arrived, ${doubled} twice`);
    if ((await sentByBoth(db, shop.shopId)) !== messages) throw new Error("not all were counted as sent");
    const seconds = (Math.max(...arrived.values()) - first) / 1_000;
    return {
      bench: "latency", mode, n: messages, ours: messages / seconds, floor: null, ratio: null, unit: "messages/s",
      p50Ms: percentile(waits, 0.5), p99Ms: percentile(waits, 0.99), peakMemoryMb: peakMemoryMb(), figures: { slowestMs: waits.at(-1) ?? Infinity },
    };
  });
};

/** Messages sent, as counted; throws where a recount from the rows says otherwise. */
async function sentByBoth(db: Database, shopId: number): Promise<number> {
  const counted = await readCounts(db, shopId, [], { metrics: ["sent", "started", "completed"] });
  const told = await recount(db, shopId);
  for (const metric of ["sent", "started", "completed"]) {
    const [ours, rows] = [counted, told].map((list: readonly { metric: string; value: number }[]) => list.filter((row) => row.metric === metric).reduce((sum, { value }) => sum + value, 0));
    if (ours !== rows) throw new Error(`${metric}: counted ${String(ours)}, but the rows say ${String(rows)}`);
  }
  return counted.find(({ metric }) => metric === "sent")?.value ?? 0;
}
