import { randomInt } from "node:crypto";
import { setTimeout as rest } from "node:timers/promises";

/** PostgreSQL's serialization_failure, deadlock_detected and lock_not_available: nothing was done, and doing it again may succeed. */
const PASSING = new Set(["40001", "40P01", "55P03"]);
const MOST_ATTEMPTS = 40;
/** unique_violation: another one stored the same key after this one had looked for it. Done again, it finds it there. */
const TAKEN = "23505";
const MOST_ATTEMPTS_TAKEN = 5;
const LONGEST_REST_MS = 250;

/**
 * Runs a transaction again while it fails only because others wrote at the same time, with growing rests at random, so
 * that those who met do not meet again. What fails otherwise, or for the fortieth time, is thrown as it is.
 */
export async function retried<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      const code = codeOf(error);
      if (attempt >= (PASSING.has(code) ? MOST_ATTEMPTS : code === TAKEN ? MOST_ATTEMPTS_TAKEN : 0)) throw error;
      await rest(randomInt(Math.min(LONGEST_REST_MS, 2 ** attempt) + 1));
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
