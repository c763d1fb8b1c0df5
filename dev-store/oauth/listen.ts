import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestHandler } from "./request-handler.ts";

export interface Listening {
  origin: string;
  close(): Promise<void>;
}

/** Serves one part of the store on a free loopback port, for its tests. What it throws is answered as 500, what it leaves as 404. */
export async function listen(handle: RequestHandler): Promise<Listening> {
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    try {
      if (await handle(req, res)) return;
      res.writeHead(404).end();
    } catch (error) {
      if (res.headersSent) res.destroy();
      else res.writeHead(500).end(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  };
  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port }: AddressInfo | { port: number } = Object(server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}
