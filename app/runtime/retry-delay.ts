import { HOUR, MINUTE, type Milliseconds } from "~/domain/instant";

const DELAYS = [10_000, 30_000, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR] as const;

/** How long to rest after so many failures in a row; null when enough was tried. */
export function retryDelay(failures: number): Milliseconds | null {
  return DELAYS[Math.max(failures, 1) - 1] ?? null;
}
