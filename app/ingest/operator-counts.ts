import type { RequestListener } from "node:http";
import type { IngestCounts } from "./ingest-counts";

const HERE = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/**
 * `GET /operator/ingest`: what this process took and refused, by reason, since it started. For whoever is on the machine
 * itself; a request that a proxy brought is told nothing.
 */
export function operatorCounts(counts: IngestCounts): RequestListener {
  return (request, response) => {
    const brought = request.headers["x-forwarded-for"] !== undefined || request.headers.forwarded !== undefined;
    if (brought || !HERE.has(request.socket.remoteAddress ?? "")) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(counts.read()));
  };
}
