import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Instant } from "../app/domain/instant.ts";
import { setup } from "../scripts/setup.mjs";
import type { Bench } from "./bench.ts";
import { prepareInstallation, type Mode } from "./installation/prepare-installation.ts";
import { seedPriceDrop } from "./price-drop-seed.ts";

const DUE_AT: Instant = Date.parse("2026-06-10T07:00:00Z");
const PRICES = 2_000_000;
/** So many prices seen stand for one variant of the catalogue. */
const PRICES_A_VARIANT = 20;
/** The requirement for 100,000 variants and 2,000,000 prices. Real seconds. */
const WITHIN = 60;

export interface PriceDropReport {
  seconds: number;
  peakMemoryMb: number;
  /** The longest single turn, in milliseconds. */
  longestMs: number;
}

interface Pass extends PriceDropReport {
  floorSeconds: number;
  entered: number;
}

/**
 * R18: one check of a price drop over so many prices seen and a twentieth as many variants, one in a hundred of which has dropped: the
 * prices of countries noted and asked for, what dropped found, everybody whom it concerns let in. And a tenth of it, to see that the time grows with the number and the memory does not.
 */
export const bench: Bench = async (say, { mode, n }) => {
  const most = n ?? PRICES;
  const few = await pass(mode, Math.round(most / 10));
  say(`${most / 10} prices in ${few.seconds.toFixed(1)} s, ${few.entered} entered, floor ${few.floorSeconds.toFixed(2)} s, longest turn ${few.longestMs.toFixed(0)} ms, ${few.peakMemoryMb.toFixed(0)} MB`);
  const many = await pass(mode, most);
  say(`${most} prices in ${many.seconds.toFixed(1)} s, ${many.entered} entered, floor ${many.floorSeconds.toFixed(2)} s, longest turn ${many.longestMs.toFixed(0)} ms, ${many.peakMemoryMb.toFixed(0)} MB`);
  if (most <= PRICES && many.seconds > WITHIN) throw new Error(`the check took ${many.seconds.toFixed(0)} s; it has to be within ${WITHIN} s`);
  const [ours, floor] = [most / many.seconds, most / many.floorSeconds];
  return {
    bench: "price-drop", mode, n: most, ours, floor, ratio: ours / floor, unit: "prices/s", p50Ms: null, p99Ms: null, peakMemoryMb: many.peakMemoryMb,
    figures: { seconds: many.seconds, entered: many.entered, timesAsLongForTenTimesAsMany: many.seconds / few.seconds, memoryTimesForTenTimesAsMany: many.peakMemoryMb / few.peakMemoryMb, longestTurnMs: many.longestMs },
  };
};

async function pass(mode: Mode, prices: number): Promise<Pass> {
  if (mode === "distributed") await setup({ apt: ["redis-server"] });
  const cache = fileURLToPath(new URL("../.cache/bench/", import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${cache}price-drop-`);
  const installation = await prepareInstallation(mode, folder, { clockPort: 0, providerUrl: "", callsPerSecond: 1 });
  try {
    const { db, databaseUrl } = installation;
    const expected = await seedPriceDrop(db, { variants: Math.ceil(prices / PRICES_A_VARIANT), prices }, DUE_AT);
    const floor = await inProcess("floor", databaseUrl);
    const app = await inProcess("app", databaseUrl);
    const { entered } = await db.acrossShops.selectFrom("Run").select((of) => of.fn.countAll<number>().as("entered")).executeTakeFirstOrThrow();
    if (Number(entered) !== expected) throw new Error(`${entered} entered; something dropped for ${expected} customers`);
    return { ...app, floorSeconds: floor.seconds, entered: expected };
  } finally {
    await installation.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inProcess(kind: "floor" | "app", databaseUrl: string): Promise<PriceDropReport> {
  const child = fork(fileURLToPath(new URL("./price-drop-process.ts", import.meta.url)), [kind, databaseUrl, String(DUE_AT)], { execArgv: ["--import", "tsx"] });
  const ended = once(child, "exit");
  const [report] = (await Promise.race([once(child, "message"), ended.then(([code]) => { throw new Error(`the ${kind} ended with ${String(code)}`); })])) as [PriceDropReport];
  await ended;
  return report;
}
