import { pino } from "pino";
import { MovableClock } from "../app/adapters/clock/movable-clock.ts";
import { newId } from "../app/adapters/db/new-id.server.ts";
import { openSqliteDatabase } from "../app/adapters/db/sqlite-database.server.ts";
import { readCounts } from "../app/queries/read-counters.server.ts";
import { recount } from "../app/queries/recount.server.ts";
import { runsWork } from "../app/runtime/runs/runs.server.ts";
import type { StepsReport } from "./steps.ts";
import { stepsFloor } from "./steps-floor.ts";
import { BENCH_NOW } from "./steps-seed.ts";

const [kind, file = ""] = process.argv.slice(2);
let peak = 0;
const seconds = kind === "floor" ? stepsFloor(file) : await app();
const report: StepsReport = { seconds, peakMemoryMb: (kind === "floor" ? process.memoryUsage.rss() : peak) / 2 ** 20 };
process.send?.(report, () => process.disconnect());

async function app(): Promise<number> {
  const db = openSqliteDatabase(`file:${file}`);
  const runs = runsWork({ db, clock: new MovableClock(BENCH_NOW, true), newId, log: pino({ level: "error" }), wake: { wake: () => undefined } }, { soleOwner: true });
  const started = performance.now();
  while ((await runs.runDue()) > 0) peak = Math.max(peak, process.memoryUsage.rss());
  const took = (performance.now() - started) / 1000;
  // Not part of the app's turn, and it reads every row at once.
  await compareCounts(db);
  await db.close();
  return took;
}

/** The counters, as readers see them, against the rows themselves. */
async function compareCounts(db: ReturnType<typeof openSqliteDatabase>): Promise<void> {
  const { id } = await db.acrossShops.selectFrom("Shop").select("id").executeTakeFirstOrThrow();
  const counted = await readCounts(db, id, ["scenarioId", "versionId", "stepId", "channel", "reason", "day"]);
  const line = (row: { versionId: string; stepId: string; channel: string; reason: string; metric: string; day: string; value: number }) => [row.versionId, row.stepId, row.channel, row.reason, row.metric, row.day, row.value].join(" ");
  const [ours, theirs] = [counted.filter(({ value }) => value !== 0).map(line).sort(), (await recount(db, id)).map(line).sort()];
  if (ours.join("\n") !== theirs.join("\n")) throw new Error(`counters and recount differ:\n${ours.join("\n")}\n--\n${theirs.join("\n")}`);
}
