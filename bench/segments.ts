import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { pino } from "pino";
import type { Database } from "../app/adapters/db/database.server.ts";
import { openDatabase } from "../app/adapters/db/open-database.server.ts";
import type { Condition, Segment } from "../app/domain/segment/condition.ts";
import { countCustomers, listSegmentCustomers } from "../app/queries/segment-customers.server.ts";
import { readSegmentContext } from "../app/services/segments/read-segments.server.ts";
import { membersAmong } from "../app/services/segments/segment-members.server.ts";
import { migrateDatabase } from "../scripts/setup/migrate-database.mjs";
import { startPostgresServer } from "../tests/setup/postgres-server.ts";
import { median, percentile, type Bench, type BenchOptions } from "./bench.ts";
import { customerId, seedSegments, SEGMENTS_NOW } from "./segments-seed.ts";

const CUSTOMERS = 1_000_000;
const EVENTS = 20_000_000;
const ROUNDS = 5;
const CHECKS = 300;

const all = (...conditions: Condition[]): Segment => ({ match: "all", groups: [{ match: "all", conditions }] });
const vip: Condition = { fact: "tag", operator: "has", tag: "vip" };
const inLast = (days: number) => ({ is: "in-last", days }) as const;
const ordered = (count: number, days: number): Condition => ({ fact: "orders", operator: "at-least", count, period: inLast(days) });
const viewed = (count: number, days: number): Condition => ({ fact: "event", type: "product_viewed", operator: "at-least", count, period: inLast(days), filters: [] });

/** Two conditions of different kinds each, as merchants write them. */
const TYPICAL: Readonly<Record<string, Segment>> = {
  "tag + orders": all(vip, ordered(1, 90)),
  "orders + views": all(ordered(1, 90), viewed(1, 14)),
  "consent + spent": all({ fact: "consent", operator: "granted", consent: "newsletter" }, { fact: "total-spent", operator: "at-least", amountMinor: 50_000 }),
  "viewed, did not order": all(viewed(1, 7), { fact: "orders", operator: "equals", count: 0, period: inLast(7) }),
};

/**
 * Live counts and lists of segments over a customer base with its events, and the check of one customer at entry. `ours` is the slowest of
 * the typical counts, `floor` a count of the customers with no question at all. Every count must be what a count customer by customer says of a sample.
 */
export const bench: Bench = async (say, options) => withDatabase(options, async (db) => {
  const customers = options.customers ?? options.n ?? CUSTOMERS;
  const events = options.events ?? (options.n ? options.n * 20 : EVENTS);
  say(`${customers} customers, ${events} events`);
  const shop = await seedSegments(db, customers, events);
  say("seeded");
  const context = await readSegmentContext(db, shop, SEGMENTS_NOW);
  const figures: Record<string, number> = {};
  const times = async (work: () => Promise<unknown>, rounds: number): Promise<number[]> => {
    const taken: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now();
      await work();
      taken.push(performance.now() - started);
    }
    return taken.sort((a, b) => a - b);
  };
  const plain = () => db.readLong(sql`select count(*) as "count" from "Customer" where "shopId" = ${shop.id} and "deletedAt" is null`);
  await plain();
  const floor = median(await times(plain, ROUNDS));
  let slowest = 0;
  for (const [name, segment] of Object.entries(TYPICAL)) {
    const count = await countCustomers(db, segment, context);
    await mustAgree(db, segment, context, customers, count, name);
    const counted = median(await times(() => countCustomers(db, segment, context), ROUNDS));
    const listed = median(await times(() => listSegmentCustomers(db, segment, context, null), ROUNDS));
    figures[`count ms (${name}, ${count})`] = counted;
    figures[`list ms (${name})`] = listed;
    slowest = Math.max(slowest, counted);
    say(`${name}: ${count} customers, count ${counted.toFixed(0)} ms, first page ${listed.toFixed(0)} ms`);
  }
  let next = 0;
  const one = await times(() => {
    next += 7_919;
    return membersAmong(db, Object.values(TYPICAL)[next % 4] ?? all(vip), context, [customerId(next % customers)]);
  }, CHECKS);
  return { bench: "segments", mode: options.mode, n: customers, ours: slowest, floor, ratio: slowest / floor, unit: "ms a count", p50Ms: percentile(one, 0.5), p99Ms: percentile(one, 0.99), peakMemoryMb: null, figures };
});

/** Of a stretch of customers: asked one by one and all at once the same must come out. */
async function mustAgree(db: Database, segment: Segment, context: Awaited<ReturnType<typeof readSegmentContext>>, customers: number, count: number, name: string): Promise<void> {
  if (count === 0 || count >= customers) throw new Error(`${name} finds ${count} of ${customers}: it asks nothing`);
  const page = await listSegmentCustomers(db, segment, context, null);
  const ids = page.customers.map(({ id }) => id);
  const members = await membersAmong(db, segment, context, ids);
  if (members.size !== ids.length || ids.length === 0) throw new Error(`${name}: ${members.size} of the ${ids.length} listed are in it`);
}

async function withDatabase<T>({ mode }: BenchOptions, work: (db: Database) => Promise<T>): Promise<T> {
  const log = pino({ level: "silent" });
  if (mode === "distributed") {
    const server = await startPostgresServer({ durable: true });
    try {
      const url = server.url("postgres");
      execFileSync("prisma", ["migrate", "deploy", "--config", "prisma/postgres/prisma.config.ts"], { cwd: fileURLToPath(new URL("..", import.meta.url)), env: { ...process.env, DATABASE_URL: url }, stdio: "pipe" });
      const db = openDatabase(url, log);
      return await work(db).finally(() => db.close());
    } finally {
      await server.stop();
    }
  }
  const cache = fileURLToPath(new URL("../.cache/bench/", import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${cache}segments-`);
  try {
    await migrateDatabase(`${folder}/app.db`);
    const db = openDatabase(`file:${folder}/app.db`, log);
    return await work(db).finally(() => db.close());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

