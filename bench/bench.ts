import type { Mode } from "./installation/prepare-installation.ts";

/**
 * What every bench reports. `floor` is what this machine does in the same run with the same durability and no product
 * around it; `ratio` is ours / floor. Null where a figure does not apply.
 */
export interface BenchResult {
  bench: string;
  /** "embedded" (SQLite, one process) or "distributed". */
  mode: string;
  /** How many of the unit each measured round did. */
  n: number | null;
  ours: number | null;
  floor: number | null;
  ratio: number | null;
  unit: string;
  p50Ms: number | null;
  p99Ms: number | null;
  /** Largest resident set of the process that was measured. */
  peakMemoryMb: number | null;
  /** What else this bench is about, by name with its unit. */
  figures?: Record<string, number>;
}

/** Runs once and says on the way what it does; throws where what it did was not right, however fast. */
export type Bench = (say: (line: string) => void, options: BenchOptions) => Promise<BenchResult>;

export interface BenchOptions {
  mode: Mode;
  /** How many of the bench's subject; null leaves it to the bench. */
  n: number | null;
  /** Of the bench about segments; null or absent leaves it to the bench. */
  customers?: number | null;
  events?: number | null;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new Error("no values");
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Nearest-rank percentile, `p` from 0 to 1, of a sorted list. */
export function percentile(sorted: ArrayLike<number>, p: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))];
  if (value === undefined) throw new Error("no values");
  return value;
}
