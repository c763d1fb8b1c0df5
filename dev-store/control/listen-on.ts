import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { RequestHandler } from "../oauth/request-handler.ts";

export interface Listening {
  port: number;
  server: Server;
  stop: () => Promise<void>;
}

/** The first part that answers has the request; nobody's is 404, and a part that throws is 500 with its message on stderr. */
export function firstOf(parts: () => readonly RequestHandler[]): RequestHandler {
  return async (req, res) => {
    try {
      for (const part of parts()) if (await part(req, res)) return true;
      res.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end(`Nothing is here: ${req.method} ${req.url}\n`);
    } catch (error) {
      process.stderr.write(`local store: ${req.method} ${req.url} failed\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      if (res.headersSent) res.destroy();
      else res.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify({ error: { code: "internal", message: error instanceof Error ? error.message : String(error) } }));
    }
    return true;
  };
}

/** Listens on 127.0.0.1; port 0 takes a free one. Throws a sentence for people when the port is taken. */
export async function listenOn(port: number, handle: RequestHandler): Promise<Listening> {
  const server = createServer((req, res) => void handle(req, res));
  // Parked calls and slow clients belong to the story; nothing here is exposed to strangers.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(error.code === "EADDRINUSE" ? new Error(`Port ${port} is taken. Stop what listens there, or choose another with --port.`) : error));
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    server,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const { port, stop } = await listenOn(0, async () => false);
  await stop();
  return port;
}
