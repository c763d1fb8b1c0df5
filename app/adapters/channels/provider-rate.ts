import { setTimeout } from "node:timers/promises";

/** Spreads calls evenly: each resolves when the next may go out. `callsPerSecond` and the waiting are real time. */
export function providerRate(callsPerSecond: number): () => Promise<void> {
  const rest = 1_000 / callsPerSecond;
  let next = 0;
  return async () => {
    const now = performance.now();
    const at = Math.max(now, next);
    next = at + rest;
    if (at > now) await setTimeout(at - now);
  };
}
