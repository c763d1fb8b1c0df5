import { setTimeout } from "node:timers/promises";

const LOOK_EVERY_MS = 20;

/** Looks again until `look` finds something. Throws a sentence with `what` when it does not within the real milliseconds given. */
export async function until<T>(what: string, look: () => T | null | undefined | false | Promise<T | null | undefined | false>, withinMs = 20_000): Promise<T> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > giveUpAt) throw new Error(`${what}: not within ${withinMs / 1_000} s.`);
    await setTimeout(LOOK_EVERY_MS);
  }
}
