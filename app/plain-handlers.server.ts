import type { RequestListener } from "node:http";
import type { AppContext } from "~/context.server";

/** Hot endpoints answered in front of Remix, by exact path. */
export function plainHandlers(_context: AppContext): ReadonlyMap<string, RequestListener> {
  return new Map<string, RequestListener>([
    ["/healthz", (_request, response) => void response.writeHead(200, { "content-type": "text/plain" }).end("ok")],
  ]);
}
