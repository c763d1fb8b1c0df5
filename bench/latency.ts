import { execFileSync, fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";
import { openSqliteDatabase } from "../app/adapters/db/sqlite-database.server.ts";
import type { Instant } from "../app/domain/instant.ts";
import { percentile, type Bench } from "./bench.ts";
import type { LatencyReport } from "./latency-app.ts";
import type { Arrivals } from "./latency-provider.ts";
import { seedLatency } from "./latency-seed.ts";

const PER_SECOND = 200;
const SECONDS = 60;
const MESSAGES = PER_SECOND * SECONDS;
/** Time for the app to start before the first falls due. */
const LEAD_MS = 8_000;

/**
 * From the instant a customer's wait is over to the e-mail's arrival at the provider, at 200 messages a second for a
 * minute: the run is found, taken on and saved, the message claimed, checked, rendered, stored and handed over by HTTP.
 * The provider is a process of its own. There is no floor to compare with; it throws where a message is missing or doubled.
 */
export const bench: Bench = async (say) => {
  const cache = fileURLToPath(new URL("../.cache/bench/", import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${cache}latency-`);
  const database = `file:${folder}/bench.db`;
  execFileSync("prisma", ["migrate", "deploy"], { cwd: fileURLToPath(new URL("..", import.meta.url)), env: { ...process.env, DATABASE_URL: database }, stdio: "pipe" });
  const children: ChildProcess[] = [];
  try {
    const program = await buildApp();
    const provider = start(children, fileURLToPath(new URL("./latency-provider.ts", import.meta.url)), [], {});
    const [{ port }] = (await heard(provider)) as [{ port: number }];
    say(`${PER_SECOND} messages a second for ${SECONDS} s`);
    const db = openSqliteDatabase(database);
    const { shopId, due } = await seedLatency(db, Date.now() + LEAD_MS, MESSAGES, 1_000 / PER_SECOND);
    await db.close();
    const app = start(children, program, [database, String(shopId)], { RESEND_BASE_URL: `http://127.0.0.1:${port}` });
    const [report] = (await heard(app)) as [LatencyReport];
    provider.send("report");
    const [arrivals] = (await heard(provider)) as [Arrivals];
    app.send("stop");
    await Promise.all(children.map(ended));
    return judge(report, due, arrivals, say);
  } finally {
    for (const child of children) if (child.exitCode === null) child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Built as the web process is, so that its memory is the app's and not that of a compiler. */
async function buildApp(): Promise<string> {
  const outDir = fileURLToPath(new URL("../.cache/bench/build/", import.meta.url));
  await build({
    configFile: false, logLevel: "error", plugins: [tsconfigPaths()],
    build: { ssr: fileURLToPath(new URL("./latency-app.ts", import.meta.url)), outDir, target: "node22", emptyOutDir: true },
  });
  return `${outDir}latency-app.js`;
}

function judge(report: LatencyReport, due: readonly [to: string, dueAt: Instant][], arrivals: Arrivals, say: (line: string) => void) {
  const at = new Map(arrivals.at);
  const waits = due.map(([to, dueAt]) => (at.get(to) ?? Infinity) - dueAt).sort((a, b) => a - b);
  const last = waits.at(-1) ?? Infinity;
  if (arrivals.doubled > 0 || !Number.isFinite(last) || report.sent !== MESSAGES) throw new Error(`of ${MESSAGES} messages ${at.size} arrived, ${arrivals.doubled} twice, and ${report.sent} were counted as sent`);
  const seconds = (Math.max(...arrivals.at.map(([, instant]) => instant)) - Math.min(...due.map(([, dueAt]) => dueAt))) / 1_000;
  say(`${arrivals.calls} calls of ${(MESSAGES / arrivals.calls).toFixed(0)} messages; the slowest took ${last} ms`);
  return {
    bench: "latency", mode: "embedded", n: MESSAGES, ours: MESSAGES / seconds, floor: null, ratio: null, unit: "messages/s",
    p50Ms: percentile(waits, 0.5), p99Ms: percentile(waits, 0.99), peakMemoryMb: report.peakMemoryMb,
  };
}

function start(children: ChildProcess[], file: string, args: string[], env: Record<string, string>): ChildProcess {
  const child = fork(file, args, { execArgv: file.endsWith(".ts") ? ["--import", "tsx"] : [], env: { ...process.env, ...env } });
  children.push(child);
  return child;
}

async function heard(child: ChildProcess): Promise<unknown[]> {
  const gone = once(child, "exit").then(([code]) => { throw new Error(`${child.spawnargs.at(-1) ?? ""} ended with ${String(code)}`); });
  return Promise.race([once(child, "message"), gone]);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) await once(child, "exit");
}
