import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import type { Database } from "../../app/adapters/db/database.server.ts";
import { openSqliteDatabase } from "../../app/adapters/db/sqlite-database.server.ts";
import type { SeededRandom } from "../../dev-store/state/seeded-random.ts";
import { migrateDatabase } from "../../scripts/setup/migrate-database.mjs";
import type { Member } from "./fleet.ts";
import { secrets } from "./secrets.ts";

export type Mode = "embedded" | "distributed";

export interface Installation {
  /** Not the processes' connection: for seeding and for judging. */
  db: Database;
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
}

/** An installation of its own in `folder`: the database, the servers of the mode, and the processes that are to be started. */
export async function prepareInstallation(mode: Mode, folder: string, { clockPort, providerUrl, callsPerSecond }: Surroundings): Promise<Installation> {
  if (mode === "distributed") throw new Error("not yet");
  const file = `${folder}/app.db`;
  await migrateDatabase(file);
  const webPort = await freePort();
  const env: NodeJS.ProcessEnv = {
    PATH: process.env["PATH"] ?? "", NODE_ENV: "production", LOG_LEVEL: "warn", HOST: "127.0.0.1", DATABASE_URL: `file:${file}`, SHOPIFY_API_KEY: "key", SHOPIFY_API_SECRET: secrets.shopify, SHOPIFY_APP_URL: "https://app.example",
    SCOPES: "read_customers", RESEND_API_KEY: "re_local", RESEND_BASE_URL: providerUrl, RESEND_WEBHOOK_SECRET: secrets.resendWebhook, RESEND_CALLS_PER_SECOND: String(callsPerSecond), SECRET_KEY: secrets.links, CLOCK_CONTROL: `127.0.0.1:${clockPort}`,
  };
  const built = (name: string) => fileURLToPath(new URL(`../../build/node/${name}.js`, import.meta.url));
  const members: Member[] = [{ name: "web", file: built("server"), env: { ...env, PORT: String(webPort) }, ready: () => answers(webPort) }];
  const db = openSqliteDatabase(`file:${file}`);
  return { db, members, webPort, disturb: async () => undefined, close: () => db.close() };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Whether the process at this port says that it is ready. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ host: "127.0.0.1", port, path: "/readyz", timeout: 1_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    call.on("timeout", () => call.destroy());
    call.on("error", () => resolve(false));
    call.end();
  });
}
