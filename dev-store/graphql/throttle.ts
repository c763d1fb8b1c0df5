export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** Shopify's leaky bucket for one app in one shop, of the size of its Plus plan. Real time, epoch ms. */
export class Throttle {
  readonly #most = 20_000;
  readonly #perSecond = 1_000;
  #available = this.#most;
  #at: number;

  constructor(realNow: number) {
    this.#at = realNow;
  }

  /** False when the bucket lacks the points; nothing is taken then. */
  take(points: number, realNow: number): boolean {
    this.#restore(realNow);
    if (points > this.#available) return false;
    this.#available -= points;
    return true;
  }

  /** Points that a query was charged and did not use. */
  giveBack(points: number, realNow: number): void {
    this.#restore(realNow);
    this.#available = Math.min(this.#most, this.#available + Math.max(0, points));
  }

  status(realNow: number): ThrottleStatus {
    this.#restore(realNow);
    return { maximumAvailable: this.#most, currentlyAvailable: Math.floor(this.#available), restoreRate: this.#perSecond };
  }

  #restore(realNow: number): void {
    this.#available = Math.min(this.#most, this.#available + (Math.max(0, realNow - this.#at) / 1000) * this.#perSecond);
    this.#at = realNow;
  }
}
