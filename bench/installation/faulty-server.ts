import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** `accept-then-…` and none do what the call asks for, the others do nothing. */
const FAULTS = ["none", "429", "500", "reset", "silence", "accept-then-drop", "accept-then-500", "accept-then-silence"] as const;
type Fault = (typeof FAULTS)[number];

/** Calls out of a hundred that fail so; the rest go well. */
export type FaultShares = Partial<Record<Exclude<Fault, "none">, number>>;

export interface Call {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

export interface Answer {
  status: number;
  body: unknown;
}

export interface FaultyServerOptions {
  /** 0 to 1. */
  random: () => number;
  shares: FaultShares;
  /** How this side words its refusals. */
  refusals: { 429: unknown; 500: unknown };
  /** Does what the call asks for. What it throws is a breach of this side's rules. */
  work(call: Call): Answer;
}

/** Somebody outside whom the app calls, on this machine, who fails as they do. */
export async function startFaultyServer({ random, shares, refusals, work }: FaultyServerOptions) {
  const failed: Record<string, number> = {};
  const broken: unknown[] = [];
  let calls = 0;
  let calm = false;

  const pickFault = (): Fault => {
    if (calm) return "none";
    let lot = random() * 100;
    for (const fault of FAULTS) if (fault !== "none" && (lot -= shares[fault] ?? 0) < 0) return fault;
    return "none";
  };

  async function meet(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const call: Call = { method: request.method ?? "", url: request.url ?? "/", headers: request.headers, body: Buffer.concat(chunks) };
    calls += 1;
    const fault = pickFault();
    if (fault !== "none") failed[fault] = (failed[fault] ?? 0) + 1;
    const say = ({ status, body }: Answer, headers: Record<string, string> = {}) => void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    switch (fault) {
      case "none": return say(work(call));
      case "429": return say({ status: 429, body: refusals[429] }, { "retry-after": "1" });
      case "500": return say({ status: 500, body: refusals[500] });
      case "reset": return void request.socket.resetAndDestroy();
      case "silence": return;
      case "accept-then-drop":
        work(call);
        return void request.socket.resetAndDestroy();
      case "accept-then-500":
        work(call);
        return say({ status: 500, body: refusals[500] });
      case "accept-then-silence": return void work(call);
      default: return fault satisfies never;
    }
  }

  const server = createServer((request, response) => {
    meet(request, response).catch((error: unknown) => {
      // A caller that was killed in the middle of its request.
      if (request.destroyed && !request.complete) return;
      broken.push(error);
      response.writeHead(409).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    /** Requests that break this side's rules, such as a key used for two bodies. */
    broken,
    /** From now on nothing fails. */
    calmDown: () => void (calm = true),
    tell: () => `${calls} calls, failed: ${Object.entries(failed).map(([fault, count]) => `${count} ${fault}`).join(", ") || "none"}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
