import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Logger } from "pino";

/** An answer to the storefront's own code. */
export interface Answer {
  status: number;
  body: unknown;
}

export const refuse = (status: number, code: string, message: string, path?: string): Answer => ({ status, body: { error: { code, message, ...(path === undefined ? {} : { path }) } } });

/** Answers in JSON. What could not be stored is logged as `failure` and answered 503; nobody waits where the request was broken off. */
export function answerJson(log: Pick<Logger, "error">, failure: string, answerTo: (request: IncomingMessage) => Promise<Answer>): RequestListener {
  return (request, response) => {
    answerTo(request).then(({ status, body }) => send(response, status, body)).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      log.error({ err: error }, failure);
      send(response, 503, { error: { code: "not-stored", message: "It could not be stored. Send it again." } });
    });
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", "content-length": Buffer.byteLength(text) }).end(text);
}
