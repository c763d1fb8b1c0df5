import twilio from "twilio";
import type { DueSource } from "../clock/due-source.ts";

export interface TwilioCallbacksOptions {
  authToken: string;
  /** Where the app listens on this machine; null delivers nothing. */
  appOrigin: string | null;
}

const ANSWER_WITHIN_MS = 15_000;

/** Tells the app, signed as Twilio signs (X-Twilio-Signature), in the order of what happened. Twilio does not try again by itself. */
export class TwilioCallbacks implements DueSource {
  readonly name = "Twilio's callbacks";
  readonly #options: TwilioCallbacksOptions;
  #waiting: { url: string; form: Record<string, string> }[] = [];
  #underWay: Promise<void> = Promise.resolve();
  #begun = 0;

  constructor(options: TwilioCallbacksOptions) {
    this.#options = options;
  }

  /** Leaves as soon as the answer to the present call is written. */
  announce(url: string, form: Record<string, string>): void {
    if (this.#options.appOrigin === null) return;
    this.#waiting.push({ url, form });
    setImmediate(() => this.#start());
  }

  /** Resolves to the app's status, or null where it did not answer. */
  async post(url: string, form: Record<string, string>): Promise<number | null> {
    const { appOrigin, authToken } = this.#options;
    if (appOrigin === null) return null;
    const { pathname, search } = new URL(url);
    try {
      const answer = await fetch(`${appOrigin}${pathname}${search}`, {
        method: "POST", redirect: "manual", signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        headers: { "content-type": "application/x-www-form-urlencoded", "user-agent": "TwilioProxy/1.1", "x-twilio-signature": twilio.getExpectedTwilioSignature(authToken, url, form) },
        body: new URLSearchParams(form).toString(),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      // The app is down or too slow: the message's own status stays at the provider, for whoever asks.
      return null;
    }
  }

  clear(): void {
    this.#waiting = [];
  }

  begun(): number {
    return this.#begun;
  }

  nextDueAt(): number | null {
    return null;
  }

  async runDue(): Promise<void> {
    this.#start();
    await this.idle();
  }

  async idle(): Promise<void> {
    await this.#underWay;
  }

  #start(): void {
    for (const { url, form } of this.#waiting.splice(0)) {
      this.#begun += 1;
      this.#underWay = this.#underWay.then(async () => void (await this.post(url, form)));
    }
  }
}
