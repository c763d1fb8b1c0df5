import type { RequestListener, ServerResponse } from "node:http";
import type { Composition } from "~/context.server";

const WITHIN_MS = 2_000;

/**
 * `GET /healthz`: the process runs. `GET /readyz`: it can do its part, so a balancer may send requests; not while it stops or
 * its database is silent. Redis may be away: nothing waits for it, so that is told and no more.
 */
export function healthHandlers(composition: Pick<Composition, "ready" | "queues">, isStopping: () => boolean): Map<string, RequestListener> {
  return new Map<string, RequestListener>([
    ["/healthz", (_request, response) => answer(response, 200, { ok: true })],
    ["/readyz", (_request, response) => {
      const queue = composition.queues === null ? "embedded" : composition.queues.ready ? "answers" : "away";
      if (isStopping()) return answer(response, 503, { ready: false, stopping: true, queue });
      withinLimit(composition.ready()).then(
        () => answer(response, 200, { ready: true, database: "answers", queue }),
        () => answer(response, 503, { ready: false, database: "silent", queue }),
      );
    }],
  ]);
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(body));
}

function withinLimit(answered: Promise<void>): Promise<void> {
  return Promise.race([answered, new Promise<void>((_, reject) => setTimeout(() => reject(new Error("no answer in time")), WITHIN_MS).unref())]);
}
