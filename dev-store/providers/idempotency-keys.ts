import { createHash } from "node:crypto";
import { ResendError } from "./resend-error.ts";

/** Resend remembers a key for 24 hours; the stand-in counts them on the store's clock, so that a test can pass them. */
const LIFETIME_MS = 24 * 60 * 60 * 1_000;

interface Remembered {
  hash: string;
  at: number;
  /** Null while the first request is still in progress. */
  answer: unknown;
}

export interface KeptKey extends Remembered {
  key: string;
}

/** What was sent under which Idempotency-Key. The same key with the same body gets the first answer again; nothing is sent twice. */
export class IdempotencyKeys {
  readonly #keys = new Map<string, Remembered>();
  readonly #now: () => number;

  constructor(now: () => number, kept: KeptKey[] = []) {
    this.#now = now;
    for (const { key, ...remembered } of kept) this.#keys.set(key, remembered);
  }

  /**
   * Begins a request under `key`, or returns the first answer. Throws ResendError 400 for a key that is none, 409 when the key
   * stands for another body or its first request is not answered yet.
   */
  begin(key: string, path: string, body: string): { replay: unknown } | { finish: (answer: unknown) => void; answered: () => void; abandon: () => void } {
    if (key.length < 1 || key.length > 256) throw new ResendError(400, "invalid_idempotency_key", "The key must be between 1-256 chars.");
    this.#forgetOld();
    const hash = createHash("sha256").update(`${path}\n${body}`).digest("base64");
    const known = this.#keys.get(key);
    if (known && known.hash !== hash) throw new ResendError(409, "invalid_idempotent_request", "Same idempotency key used with a different request payload.");
    if (known && (known.answer === null || this.#open.has(key))) throw new ResendError(409, "concurrent_idempotent_requests", "Same idempotency key used while original request is still in progress.");
    if (known) return { replay: known.answer };
    const started: Remembered = { hash, at: this.#now(), answer: null };
    this.#keys.set(key, started);
    this.#open.add(key);
    return {
      finish: (answer) => { started.answer = answer; },
      answered: () => { this.#open.delete(key); },
      abandon: () => { this.#open.delete(key); this.#keys.delete(key); },
    };
  }

  /** Keys whose mail is out though the answer may not be. */
  kept(): KeptKey[] {
    return [...this.#keys].filter(([, { answer }]) => answer !== null).map(([key, remembered]) => ({ key, ...remembered }));
  }

  clear(): void {
    this.#keys.clear();
    this.#open.clear();
  }

  readonly #open = new Set<string>();

  /** Keys are in order of their time, so the first that is young enough ends the search. */
  #forgetOld(): void {
    for (const [key, { at }] of this.#keys) {
      if (this.#now() - at < LIFETIME_MS) return;
      this.#keys.delete(key);
    }
  }
}
