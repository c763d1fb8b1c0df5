import { pino } from "pino";
import { MovableClock } from "~/adapters/clock/movable-clock";
import type { Database } from "~/adapters/db/database.server";
import { newId } from "~/adapters/db/new-id.server";
import { adminApiOver } from "~/adapters/shopify/admin-api.server";
import type { Instant } from "~/domain/instant";
import { countersWork } from "~/runtime/counters.server";
import { marketPricesWork } from "~/runtime/prices/market-prices.server";
import { runsWork } from "~/runtime/runs/runs.server";
import { schedulesWork } from "~/runtime/schedules/schedules.server";

/** Shopify, where every variant costs 1,000.00 CZK in every country. */
const shopify = adminApiOver(async (_document, { variables }) => {
  const ids = variables["ids"] as string[];
  return Response.json({ data: { nodes: ids.map((id) => ({ id, contextualPricing: { price: { amount: "1000.00", currencyCode: "CZK" } } })) } });
});

/** What a process does that checks prices from its start at `now` until nothing is due at `until`, going from due instant to due instant. */
export async function checkPrices(db: Database, now: Instant, until: Instant): Promise<void> {
  const clock = new MovableClock(now, true);
  const context = { db, clock, newId, log: pino({ level: "silent" }), wake: { wake: () => undefined } };
  const works = [schedulesWork(context), marketPricesWork(context, async () => shopify), runsWork(context, { soleOwner: true }), countersWork(db)];
  for (;;) {
    let done: number;
    do {
      done = 0;
      for (const work of works) done += await work.runDue();
    } while (done > 0);
    const dues = (await Promise.all(works.map((work) => work.nextDueAt()))).filter((due) => due !== null && due > clock.now()) as Instant[];
    const next = Math.min(...dues);
    if (next > until) return;
    clock.set(next, true);
  }
}
