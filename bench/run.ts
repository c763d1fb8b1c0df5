import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { exitOnSignals } from "../tests/setup/end-with-process.ts";
import type { Bench } from "./bench.ts";

/** `npm run bench -- NAME [--mode embedded|distributed] [--n N] [--customers N] [--events N] [--json] [--save]`: one file a bench, which exports `bench`. */
const BENCHES: Record<string, () => Promise<{ bench: Bench }>> = {
  ingest: () => import("./ingest.ts"),
  steps: () => import("./steps.ts"),
  latency: () => import("./latency.ts"),
  schedule: () => import("./schedule.ts"),
  abandonment: () => import("./abandonment.ts"),
  fairness: () => import("./fairness.ts"),
  "live-edit": () => import("./live-edit.ts"),
  journey: () => import("./journey.ts"),
  segments: () => import("./segments.ts"),
  import: () => import("./import.ts"),
  "price-drop": () => import("./price-drop.ts"),
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" }, save: { type: "boolean" }, mode: { type: "string", default: "embedded" }, n: { type: "string" }, customers: { type: "string" }, events: { type: "string" } } });
const [name = ""] = positionals;
const load = BENCHES[name];
const { mode } = values;
const numberOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
const [n, customers, events] = [numberOf(values.n), numberOf(values.customers), numberOf(values.events)];
if (!load || (mode !== "embedded" && mode !== "distributed") || [n, customers, events].some((number) => number !== null && !(Number.isSafeInteger(number) && number > 0))) {
  process.stderr.write(`usage: npm run bench -- NAME [--mode embedded|distributed] [--n N] [--customers N] [--events N] [--json] [--save], where NAME is one of ${Object.keys(BENCHES).join(", ")}.\n`);
  process.exit(2);
}

exitOnSignals();
const { bench } = await load();
const result = await bench((line) => process.stderr.write(`${line}\n`), { mode, n, customers, events });

const { ours, floor, ratio, unit, p50Ms, p99Ms, peakMemoryMb } = result;
process.stderr.write(`${name} (${result.mode}): ${ours?.toFixed(0) ?? "–"} ${unit}`
  + (floor === null ? "" : `, floor ${floor.toFixed(0)}, ratio ${ratio?.toFixed(2) ?? "–"}`)
  + (p50Ms === null ? "" : `, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms?.toFixed(1) ?? "–"} ms`)
  + (peakMemoryMb === null ? "" : `, ${peakMemoryMb.toFixed(0)} MB`) + Object.entries(result.figures ?? {}).map(([what, value]) => `, ${what} ${value.toFixed(2)}`).join("") + "\n");

if (values.save) {
  const folder = new URL("results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? "unknown", node: process.versions.node };
  writeFileSync(new URL(`${at.slice(0, 10)}-${name}-${result.mode}.json`, folder), `${JSON.stringify({ at, machine, ...result }, null, 2)}\n`);
}
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
