import { startFaultyServer, type FaultShares } from "../installation/faulty-server.ts";

const SHARES: FaultShares = { 429: 5, 500: 5, reset: 5, silence: 0.3, "accept-then-drop": 5, "accept-then-500": 5, "accept-then-silence": 0.3 };

/** A merchant's own system, which keeps the key of each delivery and takes each once, as docs/webhooks.md asks. It fails often. */
export async function startWebhookReceiver(random: () => number) {
  const taken = new Map<string, string>();
  const server = await startFaultyServer({
    random, shares: SHARES, refusals: { 429: {}, 500: {} },
    work({ headers, body }) {
      const key = String(headers["idempotency-key"] ?? "");
      const text = body.toString();
      if (key === "" || (taken.get(key) ?? text) !== text) throw new Error(`the delivery ${key} came again with another body`);
      taken.set(key, text);
      return { status: 200, body: {} };
    },
  });
  /** Bodies by their keys. */
  return { ...server, taken };
}
