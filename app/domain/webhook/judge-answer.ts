import type { Milliseconds } from "~/domain/instant";

/** What came back from a receiver. */
export type WebhookAnswer =
  | { kind: "answered"; status: number; /** The first part of its body. */ body: string; retryAfter: Milliseconds | null; tookMs: Milliseconds }
  /** Not called: its name leads to an address that is not of the public internet. */
  | { kind: "private"; address: string }
  /** The name, the connection, its certificate or the time failed; `reached` where something may have got there. */
  | { kind: "silent"; reached: boolean; why: string };

export type WebhookVerdict =
  | { outcome: "done" }
  | { outcome: "failed"; reason: WebhookFailure }
  /** `certain` that it was not taken. */
  | { outcome: "later"; certain: boolean; reason: WebhookFailure; after: Milliseconds | null };

export type WebhookFailure = "private-address" | "no-answer" | "busy" | "server-error" | "redirected" | "gone" | "refused";

/** A Retry-After beyond this is not waited for: the run stands all that time. */
const LONGEST_WISH: Milliseconds = 24 * 3_600_000;

/**
 * Taken with 2xx. 408, 425, 429, 5xx and silence may pass: tried again, 429 and 503 not before Retry-After. Redirects are not
 * followed (the address it leads to was never checked). Every other 4xx, 410 before all, stays as it is. Only 425, 429, and 503 that says when to
 * come again, tell that it was not taken; what broke with another 5xx may have broken after it was.
 */
export function judgeAnswer(answer: WebhookAnswer): WebhookVerdict {
  if (answer.kind === "private") return { outcome: "failed", reason: "private-address" };
  if (answer.kind === "silent") return { outcome: "later", certain: !answer.reached, reason: "no-answer", after: null };
  const { status } = answer;
  const after = answer.retryAfter === null ? null : Math.min(answer.retryAfter, LONGEST_WISH);
  if (status >= 200 && status < 300) return { outcome: "done" };
  if (status === 429 || status === 425) return { outcome: "later", certain: true, reason: "busy", after };
  if (status === 408) return { outcome: "later", certain: false, reason: "no-answer", after };
  if (status >= 500) return { outcome: "later", certain: status === 503 && after !== null, reason: "server-error", after };
  if (status >= 300 && status < 400) return { outcome: "failed", reason: "redirected" };
  return { outcome: "failed", reason: status === 410 ? "gone" : "refused" };
}

/** Retry-After as seconds or as a date (RFC 9110, 10.2.3); `real` is the present. Null where it says nothing. */
export function readRetryAfter(header: string | undefined, real: number): Milliseconds | null {
  if (header === undefined || header.trim() === "") return null;
  const seconds = Number(header);
  const rest = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - real;
  return Number.isFinite(rest) && rest > 0 ? Math.round(rest) : null;
}
