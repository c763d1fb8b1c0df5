import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, RequestListener } from "node:http";
import { createBullBoard } from "@bull-board/api";
import { BullAdapter } from "@bull-board/api/bullAdapter";
import { ExpressAdapter } from "@bull-board/express";
import type { WakeQueues } from "./wake-queues.server";

export const QUEUE_BOARD_PATH = "/admin/queues";

/**
 * `/admin/queues`: what waits in Bull, for the operator, who shows the token as a bearer or as the password of any user.
 * It only shows: a job is a wake-up, and there is nothing in it that a person could mend.
 */
export function createQueueBoard(queues: WakeQueues, token: string): RequestListener {
  const express = new ExpressAdapter();
  express.setBasePath(QUEUE_BOARD_PATH);
  createBullBoard({ queues: queues.all.map((queue) => new BullAdapter(queue, { readOnlyMode: true })), serverAdapter: express });
  const board = express.getRouter() as (request: IncomingMessage, response: Parameters<RequestListener>[1]) => void;
  const wanted = digest(token);

  return (request, response) => {
    const shown = shownToken(request.headers.authorization);
    // Digests have one length, so the comparison tells nothing of the token's.
    if (shown === null || !timingSafeEqual(digest(shown), wanted)) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="Operator", charset="UTF-8"', "cache-control": "no-store" }).end("Show the operator token as the password.");
      return;
    }
    const { pathname } = new URL(request.url ?? "/", "http://operator");
    if (pathname !== QUEUE_BOARD_PATH && !pathname.startsWith(`${QUEUE_BOARD_PATH}/`)) {
      response.writeHead(404).end();
      return;
    }
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    request.url = (request.url ?? "/").slice(QUEUE_BOARD_PATH.length) || "/";
    board(request, response);
  };
}

/** The board's page names typefaces of another host; nobody is told that it is open. */
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
const HEADERS = { "cache-control": "no-store", "x-frame-options": "DENY", "content-security-policy": POLICY, "referrer-policy": "no-referrer", "x-content-type-options": "nosniff" };

function shownToken(authorization: string | undefined): string | null {
  const [, scheme = "", value = ""] = /^(\w+) (.+)$/.exec(authorization ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return null;
  const pair = Buffer.from(value, "base64").toString("utf8");
  return pair.slice(pair.indexOf(":") + 1);
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
