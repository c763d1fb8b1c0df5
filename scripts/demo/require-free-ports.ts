import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the range from which systems take ports for outgoing connections. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** Throws a sentence naming the first of the ports on which something listens already. */
export async function requireFreePorts(first: number, count: number): Promise<void> {
  const taken = await firstTaken(first, count);
  if (taken === null) return;
  throw new Error(`Port ${taken} is taken; the demo needs ${first} to ${first + count - 1}. Stop what listens there, or choose others: npm run demo -- --port ${first + 100}`);
}

/** The first of `count` ports in a row that are free: from `wanted` on, else anywhere. */
export async function findFreePorts(wanted: number | null, count: number): Promise<number> {
  if (wanted !== null && (await firstTaken(wanted, count)) === null) return wanted;
  for (;;) {
    const first = randomInt(LOWEST, HIGHEST);
    if ((await firstTaken(first, count)) === null) return first;
  }
}

async function firstTaken(first: number, count: number): Promise<number | null> {
  for (let port = first; port < first + count; port += 1) if (!(await isFree(port))) return port;
  return null;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
