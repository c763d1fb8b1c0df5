import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { migrateDatabase } from "../setup/migrate-database.mjs";
import { startCommand, type StartScript } from "../setup/repository.mjs";
import { showProgress } from "../setup/run-step.mjs";
import { condenseAppLog } from "./condense-app-log.ts";
import { createFirstScenario } from "./create-first-scenario.ts";
import { installApp } from "./install-app.ts";
import { findFreePorts } from "./require-free-ports.ts";
import { SupervisedProcess } from "./supervised-process.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const READY_WITHIN_MS = 60_000;
const ANSWER_WITHIN_MS = 120_000;

const storeReady = z.object({
  ready: z.literal(true), store: z.string(), admin: z.string(), inbox: z.string(), app: z.string(), shop: z.string(), appPort: z.number(),
  appEnvironment: z.record(z.string(), z.string()),
});
const clockReading = z.object({ processes: z.array(z.object({ pid: z.number() })) });
type StoreReady = z.infer<typeof storeReady>;

export type DemoAddresses = Pick<StoreReady, "store" | "admin" | "inbox" | "app" | "shop">;

/** The local store and the app, each a process of its own, on the ports from `port` to `port + 3` and in one data folder (absolute path). */
export class DemoStack {
  readonly #port: number;
  readonly #dataFolder: string;
  readonly #processes: SupervisedProcess[] = [];
  #ready: StoreReady | null = null;
  #app: SupervisedProcess[] = [];
  readonly #distributed: boolean;
  #redisUrl: string | null = null;

  /** `distributed`: a Redis, a web process and two workers instead of one process that does all. */
  constructor({ port, dataFolder, distributed = false }: { port: number; dataFolder: string; distributed?: boolean }) {
    this.#port = port;
    this.#dataFolder = dataFolder;
    this.#distributed = distributed;
  }

  get addresses(): DemoAddresses {
    const { store, admin, inbox, app, shop } = this.#started();
    return { store, admin, inbox, app, shop };
  }

  /** In which the app's processes run; the command line too. */
  get appEnvironment(): Record<string, string> {
    return this.#started().appEnvironment;
  }

  /** Starts both; on a new data folder the merchant installs the app, it imports her shop, and she has one active scenario. */
  async start(): Promise<DemoAddresses> {
    const database = join(this.#dataFolder, "app.db");
    await this.#startStore();
    await migrateDatabase(database);
    if (this.#distributed) await this.#startRedis();
    await this.startApp();
    await this.#becomeCustomer(database);
    return this.addresses;
  }

  async startApp(): Promise<void> {
    const { appEnvironment, appPort } = this.#started();
    this.#leaveForCommandLine(appEnvironment);
    const done = showProgress(this.#distributed ? "Starting the app: a web process and two workers" : "Starting the app");
    const web = this.#startOurs("app", this.#distributed ? "start:web" : "start", "app.log");
    if (this.#distributed) for (const n of [1, 2]) this.#startOurs(`work${n}`, "start:worker", `worker-${n}.log`);
    const answers = () => fetch(`http://127.0.0.1:${appPort}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(({ ok }) => ok, () => false);
    await finishing(done, web.ready(answers, READY_WITHIN_MS));
    await finishing(() => undefined, this.#onTheClock(this.#app.length));
  }

  /** SIGKILL: the app has no time to finish anything. Resolves when it, all of its processes, is gone. */
  async killApp(): Promise<void> {
    await Promise.all(this.#app.splice(0).map((one) => one.kill()));
  }

  /** Resolves when one of the processes ended: with what people are to be told, or null when somebody had asked for it. */
  get ended(): Promise<string | null> {
    return Promise.race(this.#processes.map(({ ended }) => ended));
  }

  /** The app first, so that it does not lose its clock while it finishes what is under way. */
  async stop(): Promise<void> {
    for (const one of this.#processes) one.expectEnd();
    for (const one of [...this.#processes].reverse()) await one.stop();
  }

  /** `npm run scenario` finds the demo's database and clock here. */
  #leaveForCommandLine({ DATABASE_URL, CLOCK_CONTROL }: Record<string, string>): void {
    writeFileSync(join(this.#dataFolder, "app.env"), `DATABASE_URL=${DATABASE_URL}\nCLOCK_CONTROL=${CLOCK_CONTROL}\n`);
  }

  #started(): StoreReady {
    if (!this.#ready) throw new Error("The demo is not started.");
    return this.#ready;
  }

  async #startStore(): Promise<void> {
    const done = showProgress("Starting the local store");
    const started = new SupervisedProcess({
      name: "store",
      run: { script: join(ROOT, "dev-store/server.ts") },
      args: ["--port", String(this.#port), "--data", this.#dataFolder],
      env: process.env,
      logFile: join(this.#dataFolder, "logs/store.log"),
      condense: (line) => (line.startsWith("{") ? null : line),
    });
    this.#processes.push(started);
    this.#ready = await finishing(done, started.said((line) => storeReady.safeParse(line.startsWith("{") ? JSON.parse(line) : null).data ?? null, READY_WITHIN_MS));
  }

  /** Its data are worth nothing: it forgets them with its end. */
  async #startRedis(): Promise<void> {
    const port = await findFreePorts(null, 1);
    const started = new SupervisedProcess({
      name: "redis",
      run: { program: "redis-server" },
      args: ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
      env: process.env,
      logFile: join(this.#dataFolder, "logs/redis.log"),
      condense: () => null,
    });
    this.#processes.push(started);
    await finishing(showProgress("Starting Redis"), started.said((line) => (line.includes("Ready to accept connections") ? true : null), READY_WITHIN_MS));
    this.#redisUrl = `redis://127.0.0.1:${port}`;
  }

  #startOurs(name: string, script: StartScript, log: string): SupervisedProcess {
    const { file, flags } = startCommand(script);
    const started = new SupervisedProcess({
      name,
      run: { script: file, flags },
      env: { ...process.env, ...this.#started().appEnvironment, ...(this.#redisUrl === null ? {} : { REDIS_URL: this.#redisUrl }) },
      logFile: join(this.#dataFolder, "logs", log),
      condense: condenseAppLog,
    });
    this.#app.push(started);
    this.#processes.push(started);
    return started;
  }

  /** A process that the clock does not know yet would not be waited for. */
  async #onTheClock(count: number): Promise<void> {
    const giveUpAt = performance.now() + READY_WITHIN_MS;
    for (;;) {
      const answer = await fetch(`${this.#started().store}/_dev/clock`, { signal: AbortSignal.timeout(2_000) });
      if (clockReading.parse(await answer.json()).processes.length >= count) return;
      if (performance.now() > giveUpAt) throw new Error("A process of the app did not come to the store's clock.");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async #becomeCustomer(database: string): Promise<void> {
    const marker = join(this.#dataFolder, "installed");
    if (existsSync(marker) && existsSync(database)) return;
    const { app, shop, appEnvironment } = this.#started();
    await finishing(showProgress("Installing the app in the shop, importing its customers, products and orders"), (async () => {
      await installApp(app, shop, Date.now);
      await Promise.race([this.#everythingDueDone(), this.ended.then((why) => { throw new Error(why ?? "The demo was stopped."); })]);
    })());
    await createFirstScenario(shop, this.#dataFolder, appEnvironment);
    writeFileSync(marker, shop);
  }

  /** An advance by nothing answers when every process has done what is due: here, the app's import. */
  async #everythingDueDone(): Promise<void> {
    const answer = await fetch(`${this.#started().store}/_dev/clock`, { method: "POST", body: JSON.stringify({ advance: "PT0S" }), signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (!answer.ok) throw new Error(`The app did not finish its import: ${await answer.text()}`);
  }
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
