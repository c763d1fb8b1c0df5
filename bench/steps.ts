import SQLite from "better-sqlite3";
import { fork } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { median, type Bench } from "./bench.ts";
import { distributedSteps } from "./steps-distributed.ts";
import { seedSteps } from "./steps-seed.ts";

const ROUNDS = 3;
const RUNS = 40_000;
/** Left the wait, left the split, asked for the e-mail. */
const STEPS_A_RUN = 3;

export interface StepsReport {
  seconds: number;
  peakMemoryMb: number;
}

/**
 * Embedded: steps executed by the runs' turn: found, claimed, facts loaded, advanced, saved with visits, counters and messages.
 * Each round works on a copy of the same seeded database, in a process of its own, turn by turn with the floor; both
 * must leave the same number of rows, and the app's counters must agree with a recount.
 */
export const bench: Bench = (say, options) => (options.mode === "embedded" ? embeddedSteps(say, options) : distributedSteps(say, options));

const embeddedSteps: Bench = async (say) => {
  const cache = fileURLToPath(new URL("../.cache/bench/", import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${cache}steps-`);
  try {
    const seeded = await seedSteps(folder, RUNS);
    const perSecond = { app: [] as number[], floor: [] as number[] };
    let peakMemoryMb = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const kind of ["floor", "app"] as const) {
        const file = `${folder}/${kind}.db`;
        for (const ending of ["", "-wal", "-shm"]) rmSync(file + ending, { force: true });
        copyFileSync(seeded, file);
        const { seconds, peakMemoryMb: peak } = await measure(kind, file);
        assertRows(kind, file);
        perSecond[kind].push((RUNS * STEPS_A_RUN) / seconds);
        if (kind === "app") peakMemoryMb = Math.max(peakMemoryMb, peak);
        say(`round ${round} ${kind}: ${((RUNS * STEPS_A_RUN) / seconds).toFixed(0)} steps/s, ${peak.toFixed(0)} MB`);
      }
    }
    const [ours, floor] = [median(perSecond.app), median(perSecond.floor)];
    return { bench: "steps", mode: "embedded", n: RUNS * STEPS_A_RUN, ours, floor, ratio: ours / floor, unit: "steps/s", p50Ms: null, p99Ms: null, peakMemoryMb };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function measure(kind: "app" | "floor", file: string): Promise<StepsReport> {
  const child = fork(fileURLToPath(new URL("./steps-process.ts", import.meta.url)), [kind, file], { execArgv: ["--import", "tsx"] });
  const ended = once(child, "exit");
  const [report] = (await Promise.race([once(child, "message"), ended.then(([code]) => { throw new Error(`the ${kind} ended with ${String(code)}`); })])) as [StepsReport];
  await ended;
  return report;
}

function assertRows(kind: string, file: string): void {
  const db = new SQLite(file, { readonly: true });
  const count = (what: string) => db.prepare<[], { n: number }>(`select count(*) as n from ${what}`).get()?.n ?? 0;
  const found = { visits: count(`"StepVisit"`), messages: count(`"Message" where "status" = 'queued'`), standing: count(`"Run" where "seq" = 3 and "dueAt" is null and "leaseOwner" is null`) };
  db.close();
  if (found.visits !== 2 * RUNS || found.messages !== RUNS || found.standing !== RUNS) throw new Error(`${kind} left ${JSON.stringify(found)} for ${RUNS} runs`);
}
