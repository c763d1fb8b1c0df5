import type { Instant } from "~/domain/instant";
import type { Clock } from "./clock";

interface Waiter {
  instant: Instant;
  wake: () => void;
  timer?: ReturnType<typeof setTimeout>;
}

/** Domain time that somebody moves. Between moves it runs on with real time unless frozen. */
export class MovableClock implements Clock {
  private base: Instant;
  private realAtBase: Instant;
  private frozen: boolean;
  private readonly waiting = new Set<Waiter>();

  constructor(now: Instant, frozen: boolean) {
    this.base = now;
    this.realAtBase = Date.now();
    this.frozen = frozen;
  }

  now(): Instant {
    return this.frozen ? this.base : this.base + (Date.now() - this.realAtBase);
  }

  real(): Instant {
    return Date.now();
  }

  at(instant: Instant, wake: () => void): () => void {
    const waiter: Waiter = { instant, wake };
    this.waiting.add(waiter);
    this.arm(waiter);
    return () => {
      this.waiting.delete(waiter);
      this.disarm(waiter);
    };
  }

  /** Sets domain time. Waiters that became due are called before this returns. */
  set(now: Instant, frozen: boolean): void {
    this.base = now;
    this.realAtBase = Date.now();
    this.frozen = frozen;
    for (const waiter of [...this.waiting]) {
      this.disarm(waiter);
      this.arm(waiter);
    }
  }

  private arm(waiter: Waiter): void {
    const rest = waiter.instant - this.now();
    if (rest <= 0) {
      this.waiting.delete(waiter);
      waiter.wake();
    } else if (!this.frozen) {
      waiter.timer = setTimeout(() => this.arm(waiter), Math.min(rest, 2 ** 31 - 1));
    }
  }

  private disarm(waiter: Waiter): void {
    if (waiter.timer) clearTimeout(waiter.timer);
  }
}
