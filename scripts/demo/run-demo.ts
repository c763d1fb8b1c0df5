import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { showProgress } from "../setup/run-step.mjs";
import { migrateDatabase } from "../setup/migrate-database.mjs";
import { condenseAppLog } from "./condense-app-log.ts";
import { createFirstScenario } from "./create-first-scenario.ts";
import { readDemoFlags, type DemoFlags } from "./demo-flags.ts";
import { installApp } from "./install-app.ts";
import { openBrowser } from "./open-browser.ts";
import { requireFreePorts } from "./require-free-ports.ts";
import { SupervisedProcess } from "./supervised-process.ts";
import { whenOrphaned } from "./when-orphaned.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const READY_WITHIN_MS = 60_000;
const ANSWER_WITHIN_MS = 120_000;

const storeReady = z.object({
  ready: z.literal(true), store: z.string(), admin: z.string(), inbox: z.string(), app: z.string(), shop: z.string(), appPort: z.number(),
  appEnvironment: z.record(z.string(), z.string()),
});
type StoreReady = z.infer<typeof storeReady>;

const processes: SupervisedProcess[] = [];

async function main(flags: DemoFlags): Promise<void> {
  await requireFreePorts(flags.port, 4);
  const database = join(flags.dataFolder, "app.db");
  const store = await startStore(flags);
  await migrateDatabase(database);
  const app = await startApp(flags, store);
  await becomeCustomer(flags, store, app, database);
  await announce(flags, store);
  const end = await Promise.race(processes.map(({ ended }) => ended));
  if (end !== null) throw new Error(end);
}

async function startStore(flags: DemoFlags): Promise<StoreReady> {
  const done = showProgress("Starting the local store");
  const started = new SupervisedProcess({
    name: "store",
    script: join(ROOT, "dev-store/server.ts"),
    args: ["--port", String(flags.port), "--data", flags.dataFolder],
    env: process.env,
    logFile: join(flags.dataFolder, "logs/store.log"),
    condense: (line) => (line.startsWith("{") ? null : line),
  });
  processes.push(started);
  return finishing(done, started.said((line) => storeReady.safeParse(line.startsWith("{") ? JSON.parse(line) : null).data ?? null, READY_WITHIN_MS));
}

async function startApp(flags: DemoFlags, store: StoreReady): Promise<SupervisedProcess> {
  const done = showProgress("Starting the app");
  const started = new SupervisedProcess({
    name: "app",
    script: join(ROOT, "build/node/server.js"),
    env: { ...process.env, ...store.appEnvironment },
    logFile: join(flags.dataFolder, "logs/app.log"),
    condense: condenseAppLog,
  });
  processes.push(started);
  const answers = () => fetch(`http://127.0.0.1:${store.appPort}/healthz`, { signal: AbortSignal.timeout(2_000) }).then(({ ok }) => ok, () => false);
  await finishing(done, started.ready(answers, READY_WITHIN_MS));
  return started;
}

/** What happens once in the life of this data folder: the merchant installs the app, it imports her shop, she has one scenario. */
async function becomeCustomer(flags: DemoFlags, store: StoreReady, app: SupervisedProcess, database: string): Promise<void> {
  const marker = join(flags.dataFolder, "installed");
  if (existsSync(marker) && existsSync(database)) return;
  await finishing(showProgress("Installing the app in the shop, importing its customers, products and orders"), (async () => {
    await installApp(store.app, store.shop, Date.now);
    await Promise.race([everythingDueDone(store), app.ended.then((why) => { throw new Error(why ?? "The app was stopped."); })]);
  })());
  await createFirstScenario(store.shop, flags.dataFolder, store.appEnvironment);
  writeFileSync(marker, store.shop);
}

/** An advance by nothing answers when every process has done what is due: here, the app's import. */
async function everythingDueDone({ store }: StoreReady): Promise<void> {
  const answer = await fetch(`${store}/_dev/clock`, { method: "POST", body: JSON.stringify({ advance: "PT0S" }), signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  if (!answer.ok) throw new Error(`The app did not finish its import: ${await answer.text()}`);
}

async function announce(flags: DemoFlags, { store, admin, inbox, app, shop }: StoreReady): Promise<void> {
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ ready: true, store, admin, inbox, app, shop })}\n`);
    return;
  }
  const opened = flags.open && (await openBrowser(`${store}/_dev`));
  process.stdout.write([
    "",
    "  Ready.",
    "",
    `  Storefront   ${store}`,
    `  Admin        ${admin}`,
    `  Inbox        ${inbox}`,
    `  Overview     ${store}/_dev${opened ? "   (opened in your browser)" : ""}`,
    "",
    "  Sign in on the storefront as ola@example.com, petr@example.com or emma@example.com, leave a cart behind,",
    "  and move the clock in the inbox. Ctrl-C stops everything; your data stay in " + flags.dataFolder,
    "",
    "",
  ].join("\n"));
}

async function finishing<T>(done: (well: boolean) => void, work: Promise<T>): Promise<T> {
  try {
    const value = await work;
    done(true);
    return value;
  } catch (error) {
    done(false);
    throw error;
  }
}

/** The app first, so that it does not lose its clock while it finishes what is under way. */
async function stopAll(): Promise<void> {
  for (const one of processes) one.expectEnd();
  for (const one of [...processes].reverse()) await one.stop();
}

let stopping = false;
function stopAndExit(code: number): void {
  if (stopping) return;
  stopping = true;
  void stopAll().then(() => process.exit(code));
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopAndExit(0));
whenOrphaned(() => stopAndExit(0));

try {
  await main(readDemoFlags(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd()));
} catch (error) {
  if (!stopping) process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  stopAndExit(1);
}
