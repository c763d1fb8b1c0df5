import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { pino } from "pino";
import type { Database } from "../../app/adapters/db/database.server.ts";
import { openDatabase } from "../../app/adapters/db/open-database.server.ts";
import { freePort } from "../../dev-store/control/listen-on.ts";
import type { SeededRandom } from "../../dev-store/state/seeded-random.ts";
import { migrateDatabase } from "../../scripts/setup/migrate-database.mjs";
import { startCommand, type StartScript } from "../../scripts/setup/repository.mjs";
import { startPostgresServer } from "../../tests/setup/postgres-server.ts";
import { RedisServer } from "../../tests/setup/redis-server.ts";
import type { Member } from "./fleet.ts";
import { secrets } from "./secrets.ts";

export type Mode = "embedded" | "distributed";

export interface Installation {
  /** Not the processes' connection: for seeding and for judging. */
  db: Database;
  databaseUrl: string;
  members: readonly Member[];
  /** Where facts are told; stays over restarts. */
  webPort: number;
  /** Does something to the servers behind the processes. */
  disturb(random: SeededRandom): Promise<void>;
  close(): Promise<void>;
}

export interface Surroundings {
  clockPort: number;
  providerUrl: string;
  /** What the provider permits. */
  callsPerSecond: number;
  /** Variables beside those that every installation has. */
  more?: Readonly<Record<string, string>>;
}

/** Worker processes of a distributed installation, beside one web process. */
const WORKERS = 2;

/** An installation of its own in `folder`: the database, the servers of the mode, and the processes that are to be started. */
export async function prepareInstallation(mode: Mode, folder: string, surroundings: Surroundings): Promise<Installation> {
  return mode === "embedded" ? embedded(folder, surroundings) : distributed(surroundings);
}

/** SQLite and one process that does all. */
async function embedded(folder: string, surroundings: Surroundings): Promise<Installation> {
  const file = `${folder}/app.db`;
  await migrateDatabase(file);
  const url = `file:${file}`;
  const webPort = await freePort();
  const env = environment(url, surroundings);
  const db = openDatabase(url, quiet);
  return { db, databaseUrl: url, members: [member("web", "start", webPort, { ...env, PORT: String(webPort) })], webPort, disturb: async () => undefined, close: () => db.close() };
}

/** PostgreSQL and Redis with the flush they come with, a web process and workers. */
async function distributed(surroundings: Surroundings): Promise<Installation> {
  const postgres = await startPostgresServer({ durable: true });
  const redis = await RedisServer.start({ durable: true });
  const url = postgres.url("scenarios");
  await said(postgres.url("postgres"), "create database scenarios");
  execFileSync("prisma", ["migrate", "deploy", "--config", "prisma/postgres/prisma.config.ts"], { cwd: ROOT, env: { ...process.env, DATABASE_URL: url }, stdio: "pipe" });
  const env = { ...environment(url, surroundings), REDIS_URL: redis.url };
  const webPort = await freePort();
  const members = [member("web", "start:web", webPort, { ...env, PORT: String(webPort) })];
  for (let number = 1; number <= WORKERS; number += 1) {
    const port = await freePort();
    members.push(member(`worker ${number}`, "start:worker", port, { ...env, WORKER_PORT: String(port) }));
  }
  const db = openDatabase(url, quiet);
  const disturbances = [() => emptyRedis(redis.port), () => postgres.crash(), async () => { await redis.kill(); await redis.run(); }];
  return {
    db, databaseUrl: url, members, webPort,
    disturb: (random) => random.pick(disturbances)(),
    async close() {
      await db.close();
      await redis.stop();
      await postgres.stop();
    },
  };
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const quiet = pino({ level: "silent" });

function environment(databaseUrl: string, { clockPort, providerUrl, callsPerSecond, more }: Surroundings): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"] ?? "", NODE_ENV: "production", LOG_LEVEL: "warn", HOST: "127.0.0.1", DATABASE_URL: databaseUrl, SHOPIFY_API_KEY: "key", SHOPIFY_API_SECRET: secrets.shopify, SHOPIFY_APP_URL: "https://app.example",
    SCOPES: "read_customers", RESEND_API_KEY: "re_local", RESEND_BASE_URL: providerUrl, RESEND_WEBHOOK_SECRET: secrets.resendWebhook, RESEND_CALLS_PER_SECOND: String(callsPerSecond), SECRET_KEY: secrets.links, CLOCK_CONTROL: `127.0.0.1:${clockPort}`, ...more,
  };
}

/** A process as `npm run` starts it. */
function member(name: string, script: StartScript, port: number, env: NodeJS.ProcessEnv): Member {
  return { name, ...startCommand(script), env, ready: () => answers(port) };
}

async function said(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Everything that waits in Redis is gone. */
async function emptyRedis(port: number): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.write("FLUSHALL\r\n");
  await once(socket, "data");
  socket.end();
}

/** Whether the process at this port says that it is ready. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ host: "127.0.0.1", port, path: "/readyz", timeout: 5_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    call.on("timeout", () => call.destroy());
    call.on("error", () => resolve(false));
    call.end();
  });
}
