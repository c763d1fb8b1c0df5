import SQLite from "better-sqlite3";
import { newId } from "../app/adapters/db/new-id.server.ts";
import { BENCH_NOW } from "./steps-seed.ts";

const BATCH = 500;

/**
 * The same rows with the same indexes and durability, 500 runs a transaction, by statements prepared once: no claim, no
 * facts, no decision. Answers the seconds it took.
 */
export function stepsFloor(file: string): number {
  const db = new SQLite(file);
  for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "cache_size = -65536", "temp_store = MEMORY"]) db.pragma(pragma);
  const runs = db.prepare<[], { shopId: number; id: string; scenarioId: string; versionId: string; customerId: string }>(`select "shopId", "id", "scenarioId", "versionId", "customerId" from "Run" order by "id"`).all();
  const update = db.prepare(`update "Run" set "stepId" = ?, "dueAt" = null, "enteredStepAt" = ?, "heldMs" = 0, "seq" = 3, "leaseOwner" = null, "leaseUntil" = null, "recovered" = 0 where "shopId" = ? and "id" = ?`);
  const visit = db.prepare(`insert into "StepVisit" ("shopId","id","runId","scenarioId","versionId","stepId","seq","enteredAt","leftAt","branch","detail") values (?,?,?,?,?,?,?,?,?,?,?)`);
  const message = db.prepare(`insert into "Message" ("shopId","id","effectId","runId","scenarioId","versionId","stepId","customerId","channel","status","attempts","dueAt","queuedAt") values (?,?,?,?,?,?,?,?,?,?,?,?,?)`);
  const delta = db.prepare(`insert into "CounterDelta" ("shopId","id","scenarioId","versionId","stepId","channel","reason","metric","day","value") values (?,?,?,?,?,?,?,?,?,?)`);

  const batch = db.transaction((of: typeof runs) => {
    const [first] = of;
    if (!first) return;
    for (const { shopId, id, scenarioId, versionId, customerId } of of) {
      update.run("reminder", BENCH_NOW, shopId, id);
      visit.run(shopId, newId(), id, scenarioId, versionId, "wait", 1, BENCH_NOW, BENCH_NOW, "next", null);
      visit.run(shopId, newId(), id, scenarioId, versionId, "split", 2, BENCH_NOW, BENCH_NOW, "everyone-else", null);
      message.run(shopId, newId(), `${id}:3:0`, id, scenarioId, versionId, "reminder", customerId, "email", "queued", 0, BENCH_NOW, BENCH_NOW);
    }
    for (let counter = 0; counter < 5; counter += 1) delta.run(first.shopId, newId(), first.scenarioId, first.versionId, "split", "", "", "left", "2026-06-10", of.length);
  });
  const started = performance.now();
  for (let start = 0; start < runs.length; start += BATCH) batch(runs.slice(start, start + BATCH));
  const seconds = (performance.now() - started) / 1000;
  db.close();
  return seconds;
}
