import { sql } from "kysely";
import { pino } from "pino";
import { MovableClock } from "../app/adapters/clock/movable-clock.ts";
import { newId } from "../app/adapters/db/new-id.server.ts";
import { openDatabase } from "../app/adapters/db/open-database.server.ts";
import type { AdminApi, AdminQuery } from "../app/adapters/shopify/admin-api.ts";
import { HOUR, type Instant } from "../app/domain/instant.ts";
import { toDecimal } from "../app/domain/money.ts";
import { marketPricesWork } from "../app/runtime/prices/market-prices.server.ts";
import { schedulesWork } from "../app/runtime/schedules/schedules.server.ts";
import type { PriceDropReport } from "./price-drop.ts";
import { DROPPED_MINOR, RATE } from "./price-drop-seed.ts";

/** Each piece is a claim, an answer and a save; the answer costs nothing here. Every variant that is asked for has dropped. */
const shopify: AdminApi = {
  ask: async <V extends Record<string, unknown>, D>(query: AdminQuery<V, D>, variables: V) => {
    const { ids, country } = variables as unknown as { ids: string[]; country: string };
    const price = country === "CZ" ? { amount: toDecimal(DROPPED_MINOR * RATE, "CZK"), currencyCode: "CZK" } : { amount: toDecimal(DROPPED_MINOR, "EUR"), currencyCode: "EUR" };
    return { data: query.data.parse({ nodes: ids.map((id) => ({ id, contextualPricing: { price } })) }), restMs: 0 };
  },
};

const [kind, url = "", dueAt = "0"] = process.argv.slice(2);
const log = pino({ level: "warn" });
const db = openDatabase(url, log);
let peak = 0;
let longestMs = 0;
const seconds = kind === "floor" ? await floor() : await app(Number(dueAt) + 1);
const report: PriceDropReport = { seconds, peakMemoryMb: Math.max(peak, process.memoryUsage.rss()) / 2 ** 20, longestMs };
await db.close();
process.send?.(report, () => process.disconnect());

/** The works that a real process runs, until nothing is due. */
async function app(now: Instant): Promise<number> {
  const context = { db, clock: new MovableClock(now, true), newId, log, wake: { wake: () => undefined } };
  const works = [marketPricesWork(context, async () => shopify), schedulesWork(context)];
  const began = performance.now();
  for (let done = 1; done > 0;) {
    done = 0;
    for (const work of works) {
      const turn = performance.now();
      done += await work.runDue();
      longestMs = Math.max(longestMs, performance.now() - turn);
    }
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  return (performance.now() - began) / 1_000;
}

/** One statement over the same rows: what dropped in the shop's own price, for how many people. It lets nobody in, asks nobody and looks at no rule. */
async function floor(): Promise<number> {
  const began = performance.now();
  await sql`
    select count(*), count(distinct s."subjectId") from "PriceSeen" as s join "Variant" as v on v."shopId" = s."shopId" and v."id" = s."variantId"
    where s."known" = 1 and v."available" = 1 and v."priceMinor" < s."baseMinor" and s."viewedAt" >= ${Number(dueAt) - 1_000 * HOUR}`.execute(db.acrossShops);
  return (performance.now() - began) / 1_000;
}
