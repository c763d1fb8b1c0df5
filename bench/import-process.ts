import { pino } from "pino";
import { MovableClock } from "../app/adapters/clock/movable-clock.ts";
import { newId } from "../app/adapters/db/new-id.server.ts";
import { openDatabase } from "../app/adapters/db/open-database.server.ts";
import type { AdminApi, AdminQuery } from "../app/adapters/shopify/admin-api.ts";
import { readBulkFile } from "../app/adapters/shopify/bulk/read-bulk-file.server.ts";
import { importWork } from "../app/runtime/shopify/import.server.ts";
import { BENCH_NOW, type ImportReport } from "./import.ts";
import { sizeOf, type FileKind } from "./import-file.ts";
import { importFloor } from "./import-floor.ts";

const [what = "", databaseUrl = "", origin = "", kind = "", rows = "0"] = process.argv.slice(2);
const of: FileKind = kind === "products" ? "products" : "customers";
const count = Number(rows);

let peak = 0;
const looks = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
const seconds = what === "floor" ? await importFloor(databaseUrl, `${origin}/${of}/${count}`) : await app();
clearInterval(looks);
const report: ImportReport = { seconds, peakMemoryMb: peak / 2 ** 20 };
process.send?.(report, () => process.disconnect());

/** Shopify, as if it had gathered everything already. */
function admin(): AdminApi {
  const answer = (document: string): unknown => (document.includes("bulkOperationRunQuery")
    ? { bulkOperationRunQuery: { bulkOperation: { id: "gid://shopify/BulkOperation/1" }, userErrors: [] } }
    : { bulkOperation: { id: "gid://shopify/BulkOperation/1", status: "COMPLETED", errorCode: null, rootObjectCount: String(count), fileSize: String(sizeOf(of, count)), url: `${origin}/${of}/${count}` } });
  return { ask: async <Variables extends Record<string, unknown>, Data>(query: AdminQuery<Variables, Data>) => ({ data: query.data.parse(answer(query.document)), restMs: 0 }) };
}

async function app(): Promise<number> {
  const log = pino({ level: "warn" });
  const db = openDatabase(databaseUrl, log);
  const clock = new MovableClock(BENCH_NOW, true);
  const { id: shopId } = await db.acrossShops.selectFrom("Shop").select("id").executeTakeFirstOrThrow();
  await db.write((tx) => tx.acrossShops.insertInto("ImportJob").values({ shopId, id: newId(), kind: of, status: "waiting", done: 0, createdAt: BENCH_NOW, attempts: 0, nextTryAt: BENCH_NOW }).execute());
  const work = importWork({ db, clock, newId, log, wake: { wake: () => undefined }, setUp: { sms: null, push: null } }, async () => admin(), readBulkFile);
  const started = performance.now();
  for (let due = await work.nextDueAt(); due !== null; due = await work.nextDueAt()) {
    clock.set(Math.max(due, clock.now()), true);
    await work.runDue();
  }
  const took = (performance.now() - started) / 1_000;
  const job = await db.acrossShops.selectFrom("ImportJob").select(["status", "done", "unreadable", "error"]).where("kind", "=", of).executeTakeFirstOrThrow();
  if (job.status !== "done" || job.done !== count || job.unreadable > 0) throw new Error(`the import ended as ${JSON.stringify(job)}`);
  await db.close();
  return took;
}
