import { randomInt } from "node:crypto";
import type { Milliseconds } from "~/domain/instant";
import type { WorkName } from "~/runtime/work";

/** Between two rounds in which much was found. */
const BREATH_MS: Milliseconds = 5;

/**
 * Looks after every work again and again, whatever becomes of Redis, and never stops before the process does. A round in
 * which something was found is followed by another at once.
 */
export class Sweep {
  private readonly every: Milliseconds | null;
  private readonly look: (name: WorkName) => Promise<boolean>;
  private readonly wanted = new Set<WorkName>();
  private names: readonly WorkName[] = [];
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;
  private stopped = false;

  /** `look` answers whether more is to be done, and never rejects. `every`: null never looks. */
  constructor(every: Milliseconds | null, look: (name: WorkName) => Promise<boolean>) {
    this.every = every;
    this.look = look;
  }

  start(names: readonly WorkName[]): void {
    this.names = names;
    for (const name of names) this.wanted.add(name);
    this.next(0);
  }

  /** Without waiting for the next round. */
  soon(name: WorkName): void {
    this.wanted.add(name);
    this.next(BREATH_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private next(ms: Milliseconds): void {
    if (this.stopped || this.every === null || this.round) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.round = this.go().finally(() => {
        this.round = null;
        if (this.wanted.size > 0) this.next(BREATH_MS);
        else this.rest();
      });
    }, ms);
  }

  /** Not in step with the other processes. */
  private rest(): void {
    if (this.every === null) return;
    const ms = this.every * (0.75 + randomInt(500) / 1_000);
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      for (const name of this.names) this.wanted.add(name);
      this.next(0);
    }, ms);
  }

  private async go(): Promise<void> {
    const names = [...this.wanted];
    this.wanted.clear();
    for (const name of names) {
      if (this.stopped) return;
      if (await this.look(name)) this.wanted.add(name);
    }
  }
}
