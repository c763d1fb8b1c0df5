import { execFileSync } from "node:child_process";
import { fsync, mkdirSync, openSync, readFileSync, write } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { systemClock } from "../app/adapters/clock/system-clock.server.ts";
import { createSign } from "../app/adapters/crypto/create-sign.server.ts";
import { newId } from "../app/adapters/db/new-id.server.ts";
import { openSqliteDatabase } from "../app/adapters/db/sqlite-database.server.ts";
import { readEnvironment } from "../app/env.server.ts";
import { storefrontEvents } from "../app/ingest/storefront-events.server.ts";
import { seedIngestShops } from "./seed-ingest-shops.ts";
import { BENCH_SECRET } from "./ingest-shops.ts";

export interface ServerReport {
  stored: number;
  peakMemoryMb: number;
  note: string;
}

interface Measured {
  listener: RequestListener;
  /** Closes and counts what is on disk. */
  finish(): Promise<{ stored: number; note: string }>;
}

async function app(folder: string): Promise<Measured> {
  const url = `file:${folder}/bench.db`;
  execFileSync("prisma", ["migrate", "deploy"], {
    cwd: fileURLToPath(new URL("..", import.meta.url)), env: { ...process.env, DATABASE_URL: url }, stdio: "pipe",
  });
  const env = readEnvironment({
    NODE_ENV: "production", DATABASE_URL: url, SHOPIFY_API_KEY: "key", SHOPIFY_API_SECRET: BENCH_SECRET, SHOPIFY_APP_URL: "https://app.example",
    SCOPES: "read_customers", RESEND_API_KEY: "re_bench", RESEND_WEBHOOK_SECRET: "whsec_bench", SECRET_KEY: "0123456789abcdef0123456789abcdef",
  });
  const db = openSqliteDatabase(url);
  await seedIngestShops(db, systemClock.now());
  const context = { env, log: pino({ level: "warn" }), clock: systemClock, db, newId, sign: createSign(env.SECRET_KEY), wake: { wake: () => undefined } };
  const handlers = new Map([["/proxy/events", storefrontEvents(context).listener]]);
  return {
    listener(request, response) {
      const handle = handlers.get((request.url ?? "/").split("?", 1)[0] ?? "/");
      if (handle) handle(request, response);
      else response.writeHead(404).end();
    },
    async finish() {
      const count = (table: "Event" | "Visitor" | "Cart" | "IdleClock") => db.acrossShops.selectFrom(table).select((select) => select.fn.countAll<number>().as("n")).executeTakeFirstOrThrow();
      const [events, visitors, carts, clocks] = await Promise.all([count("Event"), count("Visitor"), count("Cart"), count("IdleClock")]);
      await db.close();
      return { stored: events.n, note: `${visitors.n} visitors, ${carts.n} carts, ${clocks.n} idle clocks` };
    },
  };
}

/** The least that could be called the same: read the body, append it, sync once for all that wait, answer. */
function floor(folder: string): Measured {
  const file = `${folder}/bodies`;
  const descriptor = openSync(file, "a");
  let waiting: { body: Buffer; answer(): void }[] = [];
  let writing = false;
  let groups = 0;
  const commit = (): void => {
    writing = waiting.length > 0;
    if (!writing) return;
    const group = waiting;
    waiting = [];
    groups += 1;
    write(descriptor, Buffer.concat(group.map(({ body }) => body)), (failed) => {
      if (failed) throw failed;
      fsync(descriptor, (unsynced) => {
        if (unsynced) throw unsynced;
        for (const { answer } of group) answer();
        commit();
      });
    });
  };
  return {
    listener(request, response) {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        chunks.push(NEW_LINE);
        waiting.push({ body: Buffer.concat(chunks), answer: () => void response.writeHead(202, { "content-type": "application/json", "content-length": ANSWER.length }).end(ANSWER) });
        if (!writing) {
          writing = true;
          setImmediate(commit);
        }
      });
    },
    finish: async () => ({ stored: readFileSync(file, "utf8").split("\n").length - 1, note: `${groups} groups` }),
  };
}

const NEW_LINE = Buffer.from("\n");
const ANSWER = '{"accepted":1,"duplicates":0}';

const [kind, folder] = process.argv.slice(2);
if ((kind !== "app" && kind !== "floor") || !folder) throw new Error("usage: ingest-server.ts app|floor FOLDER");
mkdirSync(folder, { recursive: true });
const measured = kind === "app" ? await app(folder) : floor(folder);
const server: Server = createServer(measured.listener);
let peak = 0;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 250);
const before = process.cpuUsage();
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("message", () => {
  clearInterval(watch);
  const { user, system } = process.cpuUsage(before);
  server.close(() => void measured.finish().then((done) => {
    const note = `${done.note}, ${((user + system) / done.stored).toFixed(0)} µs of processor time each`;
    process.send?.({ stored: done.stored, note, peakMemoryMb: peak / 2 ** 20 } satisfies ServerReport);
    process.disconnect();
  }));
  server.closeIdleConnections();
});
