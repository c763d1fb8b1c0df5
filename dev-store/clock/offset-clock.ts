import type { DevClock } from "../state/types.ts";

/**
 * The store's clock: real time plus an offset that only grows, or a fixed instant while an advance is under way.
 * Epoch milliseconds UTC throughout. Real time is an argument so that tests need not wait for it.
 */
export class OffsetClock implements DevClock {
  #offsetMs: number;
  #frozenAt: number | null = null;
  readonly #realNow: () => number;

  constructor(realNow: () => number, offsetMs = 0) {
    this.#realNow = realNow;
    this.#offsetMs = offsetMs;
  }

  now(): number {
    return this.#frozenAt ?? this.#realNow() + this.#offsetMs;
  }

  get frozen(): boolean {
    return this.#frozenAt !== null;
  }

  /** Milliseconds by which the store runs ahead of real time, as if it were released now. */
  get offsetMs(): number {
    return this.now() - this.#realNow();
  }

  /** Stands still at `instant` until `releaseAt`. An instant before the present is refused: the domain never sees time run back. */
  freezeAt(instant: number): void {
    if (instant < this.now()) throw new RangeError(`The clock only goes forward: ${instant} is before ${this.now()}`);
    this.#frozenAt = instant;
  }

  /** Stands still at the present instant and returns it. */
  freeze(): number {
    this.#frozenAt ??= this.#realNow() + this.#offsetMs;
    return this.#frozenAt;
  }

  /** Ticks on from where it stands. */
  release(): void {
    if (this.#frozenAt === null) return;
    this.#offsetMs = this.#frozenAt - this.#realNow();
    this.#frozenAt = null;
  }
}
