import { Resend } from "resend";
import { z } from "zod";
import type { Milliseconds } from "~/domain/instant";
import { providerRate } from "./provider-rate";
import type { EmailChannel, OutgoingEmail } from "./email-channel";
import type { HandedOver, HandOver } from "./message-channel";

export interface ResendChannelOptions {
  apiKey: string;
  /** Real time to wait for an answer. */
  timeout?: Milliseconds;
  /** Calls a real second; Resend allows an account five unless it asks for more. */
  callsPerSecond?: number;
  /** For another address than the SDK's own choice (the variable RESEND_BASE_URL, else Resend). */
  baseUrl?: string;
}

interface ResendFailure {
  name: string;
  message: string;
  statusCode: number | null;
}

/** The SDK passes on whatever came. */
const taken = z.object({
  data: z.array(z.object({ id: z.string().min(1) })),
  errors: z.array(z.object({ index: z.number().int().nonnegative(), message: z.string() })).default([]),
});

/** What the e-mails themselves, or their sender, are refused for. */
const REFUSED = new Set([400, 403, 413, 422, 451]);
/** Nobody looked at the e-mails. */
const NOT_READ = new Set([401, 404, 405, 429]);
/** Answers of Resend that concern the account and are mended without us: nothing was accepted, all of it may go later. */
const ACCOUNT_NAMES = new Set(["missing_api_key", "invalid_api_key", "restricted_api_key", "daily_quota_exceeded", "monthly_quota_exceeded", "rate_limit_exceeded"]);

/** E-mail by Resend's batch endpoint (https://resend.com/docs/api-reference/emails/send-batch-emails). */
export function createResendChannel({ apiKey, timeout = 15_000, callsPerSecond = 5, baseUrl }: ResendChannelOptions): EmailChannel {
  const resend = new Resend(apiKey, baseUrl === undefined ? {} : { baseUrl });
  const send: EmailChannel["send"] = async (key, emails) => {
    const { data, error, headers } = await resend.batch.send(emails.map((email) => ({ ...email })), {
      idempotencyKey: key, batchValidation: "permissive", signal: AbortSignal.timeout(timeout),
    }).catch((failure: unknown) => ({ data: null, error: unreadable(failure), headers: null }));
    if (error) return failed(error, headers);
    return answered(emails, data);
  };
  // Under the same key the provider gives its first answer again.
  return { mostPerCall: 100, callsPerSecond, turn: providerRate(callsPerSecond), send, settle: send };
}

/** The SDK rejects when the answer is cut off or late: whether the e-mails were taken is not known. */
function unreadable(failure: unknown): ResendFailure {
  return { name: "application_error", message: failure instanceof Error ? failure.message : "no answer", statusCode: null };
}

function answered(emails: readonly OutgoingEmail[], answer: unknown): HandOver {
  const { data: said } = taken.safeParse(answer);
  const refusals = new Map(said?.errors.filter(({ index }) => index < emails.length).map(({ index, message }) => [index, message]));
  const ids = said?.data.map(({ id }) => id) ?? [];
  if (ids.length + refusals.size !== emails.length) return { outcome: "later", certain: false, after: null, reason: "the answer does not fit the request" };
  const results = emails.map((_, index): HandedOver => {
    const reason = refusals.get(index);
    return reason === undefined ? { accepted: true, providerId: ids.shift() ?? "" } : { accepted: false, reason };
  });
  return { outcome: "answered", results };
}

/** The table of outcomes: https://resend.com/docs/api-reference/errors */
function failed({ name, message, statusCode }: ResendFailure, headers: Record<string, string> | null): HandOver {
  const later = (certain: boolean): HandOver => ({ outcome: "later", certain, after: retryAfter(headers), reason: `${statusCode ?? "no answer"}: ${message}` });
  if (statusCode !== null && (NOT_READ.has(statusCode) || ACCOUNT_NAMES.has(name))) return later(true);
  if (statusCode !== null && REFUSED.has(statusCode)) return { outcome: "refused", reason: `${statusCode}: ${message}` };
  // No answer, or none that says what became of them. 409: the first request under this key is still being worked on, or had another body.
  return later(false);
}

/** Retry-After in seconds; a date or nonsense counts as not said. */
function retryAfter(headers: Record<string, string> | null): Milliseconds | null {
  const seconds = Number(headers?.["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3_600) * 1_000 : null;
}
