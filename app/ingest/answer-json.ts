import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Logger } from "pino";

/** An answer to the storefront's own code. */
export interface Answer {
  status: number;
  body: unknown;
}

export const refuse = (status: number, code: string, message: string, path?: string): Answer => ({ status, body: { error: { code, message, ...(path === undefined ? {} : { path }) } } });

/** What somebody is told whose request failed here, and may send again. */
interface Failed {
  code: string;
  message: string;
}

export const NOT_STORED: Failed = { code: "not-stored", message: "It could not be stored. Send it again." };
export const NOT_READ: Failed = { code: "not-read", message: "It could not be read. Ask again later." };

/** Answers in JSON. What failed is logged as `failure` and answered 503 with `failed`; nobody waits where the request was broken off. */
export function answerJson(log: Pick<Logger, "error">, failure: string, failed: Failed, answerTo: (request: IncomingMessage) => Promise<Answer>): RequestListener {
  return (request, response) => {
    answerTo(request).then(({ status, body }) => send(response, status, body)).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      log.error({ err: error }, failure);
      send(response, 503, { error: failed });
    });
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", "content-length": Buffer.byteLength(text) }).end(text);
}
