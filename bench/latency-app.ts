import { compose } from "../app/context.server.ts";
import { keepHeapSmall } from "../app/keep-heap-small.server.ts";
import { readEnvironment } from "../app/env.server.ts";
import { readCounts } from "../app/queries/read-counters.server.ts";
import { recount } from "../app/queries/recount.server.ts";

export interface LatencyReport {
  sent: number;
  peakMemoryMb: number;
}

/** The app as its web process composes it, with all its work going on, and nobody at its pages. */
keepHeapSmall();
const [database = "", shop = "0"] = process.argv.slice(2);
const { context, start, stop } = await compose(readEnvironment({
  NODE_ENV: "production", LOG_LEVEL: "warn", DATABASE_URL: database, SHOPIFY_API_KEY: "key", SHOPIFY_API_SECRET: "secret", SHOPIFY_APP_URL: "https://app.example", SCOPES: "read_customers",
  RESEND_API_KEY: "re_bench", RESEND_WEBHOOK_SECRET: "whsec_bench", SECRET_KEY: "0123456789abcdef0123456789abcdef",
}), "web");
start();

let peak = 0;
const sampling = setInterval(() => { peak = Math.max(peak, process.memoryUsage.rss()); }, 100);
process.on("message", () => void finish());

async function finish(): Promise<void> {
  clearInterval(sampling);
  await stop();
  process.disconnect();
}

const watching = setInterval(() => void watch(), 500);

/** Reports once nothing is on its way any more. */
async function watch(): Promise<void> {
  const { n } = await context.db.acrossShops.selectFrom("Run").select((of) => of.fn.countAll<number>().as("n")).where("status", "=", "active").executeTakeFirstOrThrow();
  if (n > 0) return;
  clearInterval(watching);
  const peakMemoryMb = peak / 2 ** 20;
  const report: LatencyReport = { sent: await sentByBoth(Number(shop)), peakMemoryMb };
  process.send?.(report);
}

/** Messages sent, as counted; throws where a recount from the rows says otherwise. */
async function sentByBoth(shopId: number): Promise<number> {
  const counted = await readCounts(context.db, shopId, [], { metrics: ["sent", "started", "completed"] });
  const told = await recount(context.db, shopId);
  for (const metric of ["sent", "started", "completed"]) {
    const [ours, rows] = [counted, told].map((list: readonly { metric: string; value: number }[]) => list.filter((row) => row.metric === metric).reduce((sum, { value }) => sum + value, 0));
    if (ours !== rows) throw new Error(`${metric}: counted ${String(ours)}, but the rows say ${String(rows)}`);
  }
  return counted.find(({ metric }) => metric === "sent")?.value ?? 0;
}
