import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

/**
 * Resend's batch endpoint as far as the measurement needs it: takes what it is sent and remembers when. A request counts
 * when it has arrived whole. Runs in a process of its own.
 */
const batch = z.array(z.object({ to: z.union([z.string(), z.array(z.string()).min(1)]) }));

export interface Arrivals {
  /** Real time of the first arrival, by receiver. */
  at: [to: string, at: number][];
  /** Receivers that got more than one. */
  doubled: number;
  calls: number;
}

const at = new Map<string, number>();
let doubled = 0;
let calls = 0;
let id = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const now = Date.now();
    calls += 1;
    const mails = batch.parse(JSON.parse(Buffer.concat(chunks).toString()));
    for (const { to } of mails) {
      const address = typeof to === "string" ? to : to[0] ?? "";
      if (at.has(address)) doubled += 1;
      else at.set(address, now);
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ data: mails.map(() => ({ id: `00000000-0000-4000-8000-${String(++id).padStart(12, "0")}` })) }));
  });
});
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("message", () => {
  const arrivals: Arrivals = { at: [...at], doubled, calls };
  process.send?.(arrivals, () => {
    server.close();
    process.disconnect();
  });
});
