import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const program = fileURLToPath(new URL("../../node_modules/tsx/dist/cli.mjs", import.meta.url));

/** The same run as `npm run chaos`, small. The last line is the verdict; it ends with 1 when a figure is not 0. */
async function chaos(mode: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, "bench/chaos/run-chaos.ts", "--runs", "60", "--kills", "4", "--mode", mode, "--json"], { cwd: ROOT, maxBuffer: 16 * 2 ** 20 });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

it.each(["embedded", "distributed"])("R2 processes killed at random, %s: nothing lost, doubled, stuck or counted wrongly", async (mode) => {
  expect(await chaos(mode)).toEqual({ mode, runs: 60, kills: 4, lost: 0, doubled: 0, stuck: 0, unknown: 0, wrongCounters: 0 });
}, 300_000);
