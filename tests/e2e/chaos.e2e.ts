import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const program = fileURLToPath(new URL("../../node_modules/tsx/dist/cli.mjs", import.meta.url));

interface Channels {
  channels: Record<string, { unknown: number; findsOut: string | null }>;
}

/** The same run as `npm run chaos`, small and fast: an hour takes two seconds. The last two lines are the verdict. */
async function chaos(mode: string): Promise<[Channels, object]> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, "bench/chaos/run-chaos.ts", "--runs", "60", "--kills", "4", "--pace", "30", "--mode", mode, "--json"], { cwd: ROOT, maxBuffer: 16 * 2 ** 20 });
  const [channels = "", sums = ""] = stdout.trim().split("\n").slice(-2);
  return [JSON.parse(channels) as Channels, JSON.parse(sums) as object];
}

it.each(["embedded", "distributed"])("R2 processes killed at random, %s: nothing lost, doubled, stuck or counted wrongly, and known of whoever can be asked", async (mode) => {
  const [{ channels }, sums] = await chaos(mode);
  expect(sums).toMatchObject({ mode, runs: 60, kills: 4, lost: 0, doubled: 0, stuck: 0, wrongCounters: 0 });
  expect(Object.values(channels).filter(({ unknown, findsOut }) => findsOut !== null && unknown > 0)).toEqual([]);
}, 300_000);
