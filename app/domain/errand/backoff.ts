import type { Instant, Milliseconds } from "~/domain/instant";
import { murmur3 } from "~/domain/random/murmur3";

/** How often and how long apart something is tried. */
export interface TryPolicy {
  mostTries: number;
  /** Rest after the first try; `factor` times as long after each further one, up to `longest`. */
  first: Milliseconds;
  factor: number;
  longest: Milliseconds;
}

/**
 * When to try again after the n-th try failed; null after the last. At least as late as the other side asked for, and
 * later by up to a quarter that the seed and the try decide, so that what failed together does not come back together.
 */
export function nextTry(policy: TryPolicy, { now, tries, asked, seed }: { now: Instant; tries: number; asked: Milliseconds | null; seed: string }): Instant | null {
  if (tries >= policy.mostTries) return null;
  const rest = Math.min(policy.longest, policy.first * policy.factor ** Math.min(Math.max(tries, 1) - 1, 30));
  const jitter = murmur3(seed, tries) / 2 ** 32 / 4;
  return now + Math.round(Math.max(asked ?? 0, rest) * (1 + jitter));
}
