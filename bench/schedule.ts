import { insertRows } from "../app/adapters/db/insert-rows.server.ts";
import { HOUR, MINUTE, type Instant } from "../app/domain/instant.ts";
import type { Bench, BenchOptions } from "./bench.ts";
import { email, ENTRY_POINT, node, scenarioOf, stageCustomers, stageShop } from "./installation/staged-shop.ts";
import { until, withInstallation } from "./installation/with-installation.ts";

const BEGIN: Instant = Date.parse("2026-06-10T10:00:00Z");
const MOST = 1_000_000;
const SEGMENT = "subscribers";
/** 13:00 in Warsaw, an hour after the beginning. */
const RULE = { every: "day", time: "13:00" } as const;

interface Entered {
  seconds: number;
  /** From when all fell due to the first e-mail at the provider. */
  firstSentAfter: number;
  peakMemoryMb: number;
}

/**
 * So many customers are in the segment of one scenario when its hour comes (R11). From then to the last one
 * entered; and the same for a tenth of them, to see that the time grows with the number and no faster. Sending begins meanwhile.
 */
export const bench: Bench = async (say, { mode, n }) => {
  const most = n ?? MOST;
  const few = await enter(mode, Math.round(most / 10));
  say(`${most / 10} entered in ${few.seconds.toFixed(1)} s, the first e-mail after ${few.firstSentAfter.toFixed(1)} s, ${few.peakMemoryMb.toFixed(0)} MB`);
  const many = await enter(mode, most);
  say(`${most} entered in ${many.seconds.toFixed(1)} s, the first e-mail after ${many.firstSentAfter.toFixed(1)} s, ${many.peakMemoryMb.toFixed(0)} MB`);
  return {
    bench: "schedule", mode, n: most, ours: most / many.seconds, floor: null, ratio: null, unit: "entries/s", p50Ms: null, p99Ms: null, peakMemoryMb: many.peakMemoryMb,
    figures: { timesAsLongForTenTimesAsMany: many.seconds / few.seconds, firstSentAfterSeconds: many.firstSentAfter, lastEnteredAfterSeconds: many.seconds },
  };
};

async function enter(mode: BenchOptions["mode"], customers: number): Promise<Entered> {
  let firstSentAt: number | null = null;
  return withInstallation(mode, BEGIN, () => (firstSentAt ??= performance.now()), async ({ db, clock, start, peakMemoryMb }) => {
    const definition = { ...scenarioOf([node("mail", "send-email", email("Your week"), { next: null })]), entryPoints: [{ id: ENTRY_POINT, type: "scheduled", version: 1, config: { segmentId: SEGMENT, rule: RULE } }] };
    const shop = await stageShop(db, "schedule", definition, BEGIN);
    await stageCustomers(db, shop, customers, BEGIN);
    await db.write(async ({ acrossShops }) => {
      const segment = { match: "all", groups: [{ match: "all", conditions: [{ fact: "consent", operator: "granted", consent: "newsletter" }, { fact: "orders-count", operator: "at-least", count: 0 }] }] };
      await insertRows(acrossShops, "Segment", [{ shopId: shop.shopId, id: SEGMENT, name: "Subscribers", nameInUse: SEGMENT, definition: JSON.stringify(segment), createdAt: BEGIN, updatedAt: BEGIN }]);
      await insertRows(acrossShops, "EntrySchedule", [{ shopId: shop.shopId, scenarioId: shop.scenarioId, entryPointId: ENTRY_POINT, kind: "scheduled", rule: JSON.stringify(RULE), timeZone: "Europe/Warsaw", since: BEGIN, dueAt: BEGIN + HOUR, taken: 0 }]);
    });
    await start();
    const dueSince = performance.now();
    clock.advance(HOUR + MINUTE);
    const seconds = await until("everybody entered", async () => (await db.forShop(shop.shopId).selectFrom("EntryOccurrence").select("id").limit(1).execute()).length > 0);
    const { entered } = await db.forShop(shop.shopId).selectFrom("Run").select((of) => of.fn.countAll<number>().as("entered")).executeTakeFirstOrThrow();
    if (entered !== customers) throw new Error(`${entered} runs for ${customers} customers`);
    if (firstSentAt === null) throw new Error("nothing was sent before the last had entered");
    return { seconds, firstSentAfter: (firstSentAt - dueSince) / 1_000, peakMemoryMb: peakMemoryMb() };
  });
}
