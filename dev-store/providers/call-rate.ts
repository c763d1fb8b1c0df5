/** Counts calls per real second, as Resend's `ratelimit-*` headers tell them. */
export class CallRate {
  readonly #perSecond: number;
  readonly #realNow: () => number;
  #window = 0;
  #used = 0;

  constructor(perSecond: number, realNow: () => number) {
    this.#perSecond = perSecond;
    this.#realNow = realNow;
  }

  /** Takes one call. `allowed` is false when this second is used up. */
  take(): { allowed: boolean; headers: Record<string, string> } {
    const second = Math.floor(this.#realNow() / 1_000);
    if (second !== this.#window) {
      this.#window = second;
      this.#used = 0;
    }
    this.#used += 1;
    const allowed = this.#used <= this.#perSecond;
    return {
      allowed,
      headers: {
        "ratelimit-limit": String(this.#perSecond),
        "ratelimit-remaining": String(Math.max(0, this.#perSecond - this.#used)),
        "ratelimit-reset": "1",
        ...(allowed ? {} : { "retry-after": "1" }),
      },
    };
  }
}
