import type { Instant, Milliseconds } from "~/domain/instant";

const FIRST: Milliseconds = 1_000;
const LONGEST: Milliseconds = 15 * 60_000;

/**
 * When to try again after the n-th attempt: twice as long each time, at least what the provider asked for, and spread by
 * up to a quarter that the key decides, so that many batches do not come back at the same instant.
 */
export function retryAt(now: Instant, attempts: number, asked: Milliseconds | null, key: string): Instant {
  const base = Math.max(asked ?? 0, Math.min(LONGEST, FIRST * 2 ** Math.min(attempts - 1, 20)));
  let hash = attempts;
  for (let at = 0; at < key.length; at += 1) hash = (Math.imul(hash, 31) + key.charCodeAt(at)) >>> 0;
  return now + Math.round(base * (1 + (hash % 1_000) / 4_000));
}
