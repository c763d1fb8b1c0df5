import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Database } from "../app/adapters/db/database.server.ts";
import { newId } from "../app/adapters/db/new-id.server.ts";
import type { Instant } from "../app/domain/instant.ts";
import { setup } from "../scripts/setup.mjs";
import type { Bench } from "./bench.ts";
import { serveImportFiles, type FileKind } from "./import-file.ts";
import { prepareInstallation, type Mode } from "./installation/prepare-installation.ts";

export const BENCH_NOW: Instant = Date.parse("2026-06-10T10:00:00Z");
const CUSTOMERS = 1_000_000;

export interface ImportReport {
  seconds: number;
  peakMemoryMb: number;
}

/**
 * Customers with tags, consents and their evidence, and a tenth as many products with three variants each, from the files that
 * Shopify's bulk queries make, streamed over HTTP, by the work that a real process runs, in a process of its own. Then the customers once more, as a
 * reconcile of everybody would meet them: nothing differs. And the floor: the same rows of the same file with nothing around them.
 */
export const bench: Bench = async (say, { mode, n }) => {
  const customers = n ?? CUSTOMERS;
  const files = await serveImportFiles();
  try {
    const floor = await measured(mode, (run) => run("floor", "customers", customers));
    say(`floor: ${(customers / floor.seconds).toFixed(0)} customers/s, ${floor.peakMemoryMb.toFixed(0)} MB`);
    return await measured(mode, async (run, db) => {
      const first = await run("app", "customers", customers);
      say(`${customers} customers in ${first.seconds.toFixed(1)} s: ${(customers / first.seconds).toFixed(0)}/s, ${first.peakMemoryMb.toFixed(0)} MB`);
      const products = await run("app", "products", Math.ceil(customers / 10));
      say(`${Math.ceil(customers / 10)} products in ${products.seconds.toFixed(1)} s, ${products.peakMemoryMb.toFixed(0)} MB`);
      const kept = await db.acrossShops.selectFrom("Customer").select((of) => of.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
      if (Number(kept.count) !== customers) throw new Error(`${kept.count} customers are kept, not ${customers}`);
      await db.write((tx) => tx.acrossShops.deleteFrom("ImportJob").execute());
      const again = await run("app", "customers", customers);
      say(`the same customers again in ${again.seconds.toFixed(1)} s: ${(customers / again.seconds).toFixed(0)}/s, ${again.peakMemoryMb.toFixed(0)} MB`);
      const [ours, most] = [customers / first.seconds, customers / floor.seconds];
      return {
        bench: "import", mode, n: customers, ours, floor: most, ratio: ours / most, unit: "customers/s", p50Ms: null, p99Ms: null, peakMemoryMb: Math.max(first.peakMemoryMb, products.peakMemoryMb, again.peakMemoryMb),
        figures: { comparedPerSecond: customers / again.seconds, productsPerSecond: Math.ceil(customers / 10) / products.seconds },
      };
    });
  } finally {
    files.close();
  }

  async function measured<T>(of: Mode, work: (run: (what: "app" | "floor", kind: FileKind, rows: number) => Promise<ImportReport>, db: Database) => Promise<T>): Promise<T> {
    await setup({ apt: [] });
    const cache = fileURLToPath(new URL("../.cache/bench/", import.meta.url));
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(`${cache}import-`);
    const installation = await prepareInstallation(of, folder, { clockPort: 0, providerUrl: "", callsPerSecond: 1 });
    try {
      await stageShop(installation.db);
      return await work((what, kind, rows) => inProcess([what, installation.databaseUrl, files.origin, kind, String(rows)]), installation.db);
    } finally {
      await installation.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
};

async function stageShop(db: Database): Promise<void> {
  await db.write(async ({ acrossShops }) => {
    const { id: shopId } = await acrossShops.insertInto("Shop").values({
      domain: "import.myshopify.com", shopifyId: "1", name: "Import", email: "owner@example.com", currency: "EUR", timeZone: "Europe/Warsaw", locale: "en", senderName: "Import",
      senderEmail: "hello@example.com", clickWindowDays: 7, openWindowDays: 2, proxyPath: "/apps/scenarios", installedAt: BENCH_NOW,
    }).returning("id").executeTakeFirstOrThrow();
    for (const channel of ["email", "sms"]) await acrossShops.insertInto("Consent").values({ shopId, id: newId(), key: channel, name: channel, channels: JSON.stringify([channel]), shopify: channel }).execute();
  });
}

async function inProcess(argv: string[]): Promise<ImportReport> {
  const child = fork(fileURLToPath(new URL("./import-process.ts", import.meta.url)), argv, { execArgv: ["--import", "tsx"] });
  const ended = once(child, "exit");
  const [report] = (await Promise.race([once(child, "message"), ended.then(([code]) => { throw new Error(`the process ended with ${String(code)}`); })])) as [ImportReport];
  await ended;
  return report;
}
