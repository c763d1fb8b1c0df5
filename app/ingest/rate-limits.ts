import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Refusal } from "./refusal";

export interface RateLimit {
  /** Requests in the window. */
  points: number;
  /** Seconds, of real time. */
  window: number;
}

export interface RateLimits {
  visitor: RateLimit;
  shop: RateLimit;
}

/** A tracker sends once a second at most; a shop of two thousand batches a second would be the busiest there is. */
export const STOREFRONT_LIMITS: RateLimits = { visitor: { points: 30, window: 10 }, shop: { points: 20_000, window: 10 } };

/** Counts requests by key in this process's memory. `take` resolves to a refusal once a key has used up its window. */
export class RateLimiter {
  private readonly limiter: RateLimiterMemory;

  constructor(limit: RateLimit) {
    this.limiter = new RateLimiterMemory({ points: limit.points, duration: limit.window });
  }

  async take(key: string): Promise<Refusal | undefined> {
    try {
      await this.limiter.consume(key);
      return undefined;
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      return { status: 429, code: "too-many", message: "Too many requests.", retryAfter: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) };
    }
  }
}
