import { createServer } from "node:net";

/** Throws a sentence naming the first of the ports on which something listens already. */
export async function requireFreePorts(first: number, count: number): Promise<void> {
  for (let port = first; port < first + count; port += 1) {
    if (await isFree(port)) continue;
    throw new Error(`Port ${port} is taken; the demo needs ${first} to ${first + count - 1}. Stop what listens there, or choose others: npm run demo -- --port ${first + 100}`);
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
