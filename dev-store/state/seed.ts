import type { StoreState } from "./types.ts";

/** The seeded shop, the same for the same `now` (epoch ms UTC). */
export function seedState(now: number): StoreState {
  throw new Error(`seed for ${now} follows`);
}
