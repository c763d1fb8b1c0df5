import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { DueSource } from "../clock/due-source.ts";
import type { DevClock } from "../state/types.ts";

export interface ResendEvent {
  type: "email.sent" | "email.delivered" | "email.bounced" | "email.complained";
  data: Record<string, unknown>;
}

/** A callback on its way, as the snapshot keeps it. */
export interface PendingCallback {
  id: string;
  payload: string;
  /** Epoch ms UTC on the store's clock. */
  dueAt: number;
  attempts: number;
}

export interface ResendCallbacksOptions {
  clock: DevClock;
  /** Real time signs: receivers compare the signature's age with their own wall clock. Epoch ms UTC. */
  realNow: () => number;
  url: string;
  /** `whsec_` and base64. */
  secret: string;
  pending?: PendingCallback[];
  onChange?: () => void;
}

/** Resend's schedule, in ms after the failure before: https://resend.com/docs/webhooks/retries-and-replays */
const RETRIES_MS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].map((seconds) => seconds * 1_000);
const ANSWER_WITHIN_MS = 15_000;
const AT_ONCE = 20;

/** Delivers Resend's events to the app, signed as Standard Webhooks under Resend's `svix-` header names, with its retries on the store's clock. */
export class ResendCallbacks implements DueSource {
  readonly name = "Resend's webhooks";
  readonly #options: ResendCallbacksOptions;
  readonly #signer: Webhook;
  #pending: PendingCallback[];
  readonly #underWay = new Set<Promise<void>>();
  #begun = 0;

  constructor(options: ResendCallbacksOptions) {
    this.#options = options;
    this.#signer = new Webhook(options.secret);
    this.#pending = [...(options.pending ?? [])];
  }

  /** Due after `delayMs` of the store's clock. Events due at once leave as soon as the answer to the present call is written. */
  announce(event: ResendEvent, delayMs = 0): void {
    const dueAt = this.#options.clock.now() + delayMs;
    const payload = JSON.stringify({ type: event.type, created_at: new Date(dueAt).toISOString(), data: event.data });
    this.#pending.push({ id: `msg_${randomUUID().replaceAll("-", "")}`, payload, dueAt, attempts: 0 });
    this.#options.onChange?.();
    if (delayMs === 0) setImmediate(() => this.#startDue(this.#options.clock.now()));
  }

  pending(): PendingCallback[] {
    return [...this.#pending];
  }

  clear(): void {
    this.#pending = [];
  }

  begun(): number {
    return this.#begun;
  }

  nextDueAt(): number | null {
    let earliest: number | null = null;
    for (const { dueAt } of this.#pending) if (earliest === null || dueAt < earliest) earliest = dueAt;
    return earliest;
  }

  async runDue(now: number): Promise<void> {
    while ((this.nextDueAt() ?? Infinity) <= now) {
      this.#startDue(now);
      await this.idle();
    }
  }

  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** A callback under way is taken from the list and put back for its retry, so none is delivered by two at once. */
  #startDue(now: number): void {
    while (this.#underWay.size < AT_ONCE) {
      const index = this.#pending.findIndex(({ dueAt }) => dueAt <= now);
      if (index < 0) return;
      const [callback] = this.#pending.splice(index, 1);
      if (!callback) return;
      this.#begun += 1;
      const delivery = this.#deliver(callback).finally(() => {
        this.#underWay.delete(delivery);
        this.#options.onChange?.();
        this.#startDue(this.#options.clock.now());
      });
      this.#underWay.add(delivery);
    }
  }

  async #deliver(callback: PendingCallback): Promise<void> {
    if (await this.#accepted(callback)) return;
    const wait = RETRIES_MS[callback.attempts];
    if (wait === undefined) return;
    this.#pending.push({ ...callback, attempts: callback.attempts + 1, dueAt: this.#options.clock.now() + wait });
  }

  async #accepted({ id, payload }: PendingCallback): Promise<boolean> {
    const signedAt = new Date(this.#options.realNow());
    try {
      const answer = await fetch(this.#options.url, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        headers: {
          "content-type": "application/json",
          "user-agent": "Svix-Webhooks/1.0",
          "svix-id": id,
          "svix-timestamp": String(Math.floor(signedAt.getTime() / 1_000)),
          "svix-signature": this.#signer.sign(id, signedAt, payload),
        },
        body: payload,
      });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      // Whatever kept the app from answering, the schedule of retries is the remedy.
      return false;
    }
  }
}
