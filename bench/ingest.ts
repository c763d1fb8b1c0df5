import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { median, type Bench } from "./bench.ts";
import type { LoadReport } from "./ingest-load.ts";
import type { ServerReport } from "./ingest-server.ts";

const ROUNDS = 5;
const REQUESTS = 20_000;
const WARM_UP = 4_000;
const CONNECTIONS = 128;

/**
 * Storefront events over HTTP, one each, on disk before the answer. The floor is a bare `node:http` server that appends
 * the same bodies to a file with the same grouped sync. Both are loaded by the same generator in a process of its own,
 * turn by turn, so that what else the machine does falls on both.
 */
export const bench: Bench = async (say) => {
  const cache = fileURLToPath(new URL("../.cache/bench/", import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${cache}ingest-`);
  const ours: LoadReport[] = [];
  const floor: LoadReport[] = [];
  let peakMemoryMb = 0;
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const [kind, reports] of [["floor", floor], ["app", ours]] as const) {
        const { load, server } = await measure(kind, `${folder}/${kind}-${round}`);
        if (load.refused > 0) throw new Error(`${kind} refused ${load.refused} requests: ${load.firstRefusal}`);
        if (server.stored !== REQUESTS + WARM_UP) throw new Error(`${kind} answered ${REQUESTS + WARM_UP} requests but stored ${server.stored}`);
        if (kind === "app") peakMemoryMb = Math.max(peakMemoryMb, server.peakMemoryMb);
        reports.push(load);
        say(`round ${round} ${kind}: ${load.perSecond.toFixed(0)}/s, p50 ${load.p50Ms.toFixed(1)} ms, p99 ${load.p99Ms.toFixed(1)} ms, ${server.note}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const [mine, bare] = [median(ours.map(({ perSecond }) => perSecond)), median(floor.map(({ perSecond }) => perSecond))];
  return {
    bench: "ingest", mode: "embedded", n: REQUESTS, ours: mine, floor: bare, ratio: mine / bare, unit: "requests/s",
    p50Ms: median(ours.map(({ p50Ms }) => p50Ms)), p99Ms: median(ours.map(({ p99Ms }) => p99Ms)), peakMemoryMb,
  };
};

async function measure(kind: "app" | "floor", data: string): Promise<{ load: LoadReport; server: ServerReport }> {
  const server = start("./ingest-server.ts", [kind, data]);
  const [{ port }] = (await once(server, "message")) as [{ port: number }];
  const load = start("./ingest-load.ts", [String(port), String(WARM_UP), String(REQUESTS), String(CONNECTIONS)]);
  const [report] = (await once(load, "message")) as [LoadReport];
  server.send("stop");
  const [stored] = (await once(server, "message")) as [ServerReport];
  await Promise.all([ended(server), ended(load)]);
  return { load: report, server: stored };
}

function start(file: string, args: string[]): ChildProcess {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, { execArgv: ["--import", "tsx"] });
  child.on("exit", (code) => {
    if (code !== 0) throw new Error(`${file} ended with ${String(code)}`);
  });
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.connected) child.disconnect();
  if (child.exitCode === null) await once(child, "exit");
}
