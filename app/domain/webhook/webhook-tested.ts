import type { Milliseconds } from "~/domain/instant";

/** What came of a test delivery: the receiver's status and the beginning of its answer, or why there was none. */
export type WebhookTested =
  | { ok: true; status: number; body: string; tookMs: Milliseconds }
  | { ok: false; reason: "config" | "not-json" | "template" | "private-address" | "no-answer"; detail: string };
