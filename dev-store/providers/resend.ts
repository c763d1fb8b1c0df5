import type { IncomingMessage, ServerResponse } from "node:http";
import type { Faults } from "../faults/faults.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { answerJson } from "../oauth/answer.ts";
import { BodyTooLarge, readBody } from "../oauth/read-body.ts";
import type { RequestHandler } from "../oauth/request-handler.ts";
import type { DevClock } from "../state/types.ts";
import { CallRate } from "./call-rate.ts";
import { EmailOutbox, type SentEmail } from "./email-outbox.ts";
import { IdempotencyKeys, type KeptKey } from "./idempotency-keys.ts";
import { bareAddress, parseEmail, type AcceptedEmail } from "./parse-email.ts";
import { ResendCallbacks, type PendingCallback } from "./resend-callbacks.ts";
import { ResendError } from "./resend-error.ts";
import { domainOnTheWire, SenderDomains, type SenderDomain } from "./sender-domains.ts";

export interface ResendOptions {
  clock: DevClock;
  realNow: () => number;
  inbox: Inbox;
  faults: Faults;
  /** The one key that is valid. */
  apiKey: string;
  /** Where the app hears about its mails. */
  webhookUrl: string;
  webhookSecret: string;
  /** A domain that is verified from the beginning: the merchant's own. */
  senderDomain: string;
  /** Real calls per second before 429. */
  callsPerSecond?: number;
  kept?: KeptResend | undefined;
  onChange?: () => void;
}

export interface KeptResend {
  keys: KeptKey[];
  domains: SenderDomain[];
  callbacks: PendingCallback[];
}

export interface Resend {
  handle: RequestHandler;
  callbacks: ResendCallbacks;
  kept(): KeptResend;
  reset(): void;
}

/** Path of the stand-in; the app gets it as `RESEND_BASE_URL`. */
export const RESEND_PATH = "/_resend";

const MOST_IN_BATCH = 100;
const LARGEST_BODY = 40_000_000;
const REFUSALS = {
  429: new ResendError(429, "rate_limit_exceeded", "Too many requests. Please limit the number of requests per second.").body(),
  500: new ResendError(500, "internal_server_error", "An unexpected error occurred.").body(),
};

/** Stand-in of Resend's REST API (https://resend.com/docs/api-reference) for what the app may ask, checked as Resend checks it. */
export function createResend(options: ResendOptions): Resend {
  const { clock, faults, kept } = options;
  const changed = options.onChange ?? (() => undefined);
  const callbacks = new ResendCallbacks({ clock, realNow: options.realNow, url: options.webhookUrl, secret: options.webhookSecret, pending: kept?.callbacks ?? [], onChange: changed });
  const keys = new IdempotencyKeys(() => clock.now(), kept?.keys);
  const domains = new SenderDomains(() => clock.now(), kept?.domains);
  domains.own(options.senderDomain);
  const outbox = new EmailOutbox(clock, options.inbox, callbacks);
  const rate = new CallRate(options.callsPerSecond ?? 100, options.realNow);

  const call: RequestHandler = async (req, res) => {
    const { allowed, headers } = rate.take();
    try {
      if (!allowed) throw new ResendError(429, "rate_limit_exceeded", REFUSALS[429].message);
      requireKey(req, options.apiKey);
      answerJson(res, 200, await answerTo(req, res), headers);
    } catch (error) {
      const refusal = error instanceof ResendError ? error : error instanceof BodyTooLarge ? new ResendError(413, "validation_error", error.message) : null;
      if (!refusal) throw error;
      answerJson(res, refusal.status, refusal.body(), headers);
    }
    changed();
    return true;
  };

  async function answerTo(req: IncomingMessage, res: ServerResponse): Promise<unknown> {
    const path = new URL(req.url ?? "/", "http://resend").pathname.slice(RESEND_PATH.length);
    const body = await readBody(req, LARGEST_BODY);
    const route = `${req.method} ${path.replace(/\/[0-9a-f-]{36}(?=\/|$)/, "/:id")}`;
    const id = path.split("/")[2] ?? "";
    switch (route) {
      case "POST /emails": return once(req, res, path, body, () => ({ id: outbox.send(sendable(json(body))) }));
      case "POST /emails/batch": return once(req, res, path, body, () => sendBatch(json(body), req.headers["x-batch-validation"] === "permissive"));
      case "GET /emails/:id": return emailOnTheWire(found(outbox.get(id), "Email not found"));
      case "GET /domains": return { object: "list", has_more: false, data: domains.list().map(domainOnTheWire) };
      case "POST /domains": return domainOnTheWire(domains.create(json(body)));
      case "GET /domains/:id": return domainOnTheWire(domains.get(id));
      case "POST /domains/:id/verify": return { object: "domain", id: domains.verify(id).id };
      default: throw new ResendError(404, "not_found", `The local stand-in of Resend does not know ${req.method} ${path}.`);
    }
  }

  /** Sends under the request's Idempotency-Key, if it has one: the key is held until the answer has left or its client is gone. */
  function once(req: IncomingMessage, res: ServerResponse, path: string, body: string, send: () => unknown): unknown {
    const key = req.headers["idempotency-key"];
    if (key === undefined) return send();
    const begun = keys.begin(String(key), path, body);
    if ("replay" in begun) return begun.replay;
    res.once("finish", begun.answered).once("close", begun.answered);
    try {
      const answer = send();
      begun.finish(answer);
      return answer;
    } catch (error) {
      begun.abandon();
      throw error;
    }
  }

  function sendable(input: unknown): AcceptedEmail {
    const email = parseEmail(input);
    domains.requireVerified(bareAddress(email.from) ?? "");
    return email;
  }

  function sendBatch(input: unknown, permissive: boolean): unknown {
    if (!Array.isArray(input) || input.length === 0) throw new ResendError(422, "validation_error", "The request body must be an array of emails.");
    if (input.length > MOST_IN_BATCH) throw new ResendError(422, "validation_error", `A batch may have ${MOST_IN_BATCH} emails at most.`);
    if (!permissive) return { data: input.map(sendable).map((email) => ({ id: outbox.send(email) })) };
    const data: { id: string }[] = [];
    const errors: { index: number; message: string }[] = [];
    for (const [index, one] of input.entries()) {
      try {
        data.push({ id: outbox.send(sendable(one)) });
      } catch (error) {
        if (!(error instanceof ResendError)) throw error;
        errors.push({ index, message: error.message });
      }
    }
    return { data, errors };
  }

  return {
    callbacks,
    kept: () => ({ keys: keys.kept(), domains: domains.list(), callbacks: callbacks.pending() }),
    reset: () => {
      keys.clear();
      outbox.clear();
      callbacks.clear();
    },
    handle: async (req, res) => {
      if (!(req.url ?? "").startsWith(`${RESEND_PATH}/`)) return false;
      return faults.around("resend", req, res, REFUSALS, call);
    },
  };
}

function requireKey(req: IncomingMessage, apiKey: string): void {
  const given = /^Bearer (.+)$/.exec(req.headers.authorization ?? "")?.[1];
  if (!given) throw new ResendError(401, "missing_api_key", "Missing API key in the authorization header.");
  if (given !== apiKey) throw new ResendError(403, "invalid_api_key", "API key is invalid.");
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new ResendError(400, "validation_error", `The request body is not valid JSON. ${error instanceof Error ? error.message : ""}`.trim());
  }
}

function found<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new ResendError(404, "not_found", message);
  return value;
}

function emailOnTheWire(email: SentEmail) {
  const listOrNull = (list: string[]) => (list.length > 0 ? list : null);
  return {
    object: "email",
    id: email.id,
    message_id: `<${email.id}@eu-west-1.amazonses.com>`,
    to: email.to,
    from: email.from,
    created_at: new Date(email.createdAt).toISOString(),
    subject: email.subject,
    html: email.html,
    text: email.text,
    bcc: listOrNull(email.bcc),
    cc: listOrNull(email.cc),
    reply_to: listOrNull(email.replyTo),
    tags: email.tags,
    scheduled_at: null,
    last_event: email.lastEvent,
  };
}
