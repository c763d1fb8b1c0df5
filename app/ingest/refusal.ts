/**
 * Why a batch of storefront events was not taken. `code` is part of the tracker's contract and the key under which
 * refusals are counted; nothing else of a refused batch is kept.
 */
export type RefusalCode = "method" | "unsigned" | "stale" | "unknown-shop" | "oversized" | "malformed" | "absurd-date" | "too-many" | "not-stored";

export interface Refusal {
  status: 400 | 401 | 404 | 405 | 413 | 422 | 429 | 503;
  code: RefusalCode;
  /** For developers; never shown to a shopper. */
  message: string;
  /** Where in the body the fault lies, `events.0.at`. */
  path?: string;
  /** Seconds. */
  retryAfter?: number;
}

export const isRefusal = (outcome: object): outcome is Refusal => "code" in outcome;
