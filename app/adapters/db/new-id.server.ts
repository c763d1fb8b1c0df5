import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const RANDOM_A_ID = 16;
const pool = new Uint8Array(256 * RANDOM_A_ID);
let used = pool.length;
let lastMsecs = 0;
let sequence = 0;

/**
 * A UUIDv7: keys grow with time, within one millisecond too, which keeps inserts at the end of every index. Randomness is
 * drawn for many ids at once, since a draw costs more than the id. Real time: an id is an identity, no instant of the domain.
 */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.slice(used, used + RANDOM_A_ID);
  used += RANDOM_A_ID;
  const now = Date.now();
  if (now > lastMsecs) {
    lastMsecs = now;
    sequence = ((random[0] ?? 0) << 16) | ((random[1] ?? 0) << 8) | (random[2] ?? 0);
  } else {
    sequence += 1;
  }
  return v7({ random, msecs: lastMsecs, seq: sequence });
}
