import { advanceClock, type AdvanceResult } from "./advance-clock.ts";
import { ClockControl } from "./clock-control.ts";
import type { DueSource } from "./due-source.ts";
import { OffsetClock } from "./offset-clock.ts";
import type { DevClock } from "../state/types.ts";

export interface StoreClockOptions {
  realNow: () => number;
  offsetMs?: number;
  parked: () => number;
  ackTimeoutMs?: number;
}

export interface ClockReading {
  now: number;
  offsetMs: number;
  frozen: boolean;
  processes: { name: string; pid: number; nextDueAt: number | null }[];
}

/** How often, in real time, the store looks whether its own work has become due while nobody moves the clock. */
const PULSE_MS = 200;

/** The one clock of store, app and worker: read by all, moved by the control API, one advance at a time. */
export class StoreClock implements DevClock {
  readonly control: ClockControl;
  readonly #clock: OffsetClock;
  readonly #options: StoreClockOptions;
  readonly #sources: DueSource[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #advancing = 0;
  #pulse: NodeJS.Timeout | null = null;

  constructor(options: StoreClockOptions) {
    this.#options = options;
    this.#clock = new OffsetClock(options.realNow, options.offsetMs);
    this.control = new ClockControl(this.#clock);
  }

  now(): number {
    return this.#clock.now();
  }

  read(): ClockReading {
    const { now, offsetMs, frozen } = { now: this.#clock.now(), offsetMs: this.#clock.offsetMs, frozen: this.#clock.frozen };
    return { now, offsetMs, frozen, processes: this.control.sessions.map(({ name, pid, nextDueAt }) => ({ name, pid, nextDueAt })) };
  }

  /** Registers work of the store itself: it is done when due, in real time and during advances. */
  add(source: DueSource): void {
    this.#sources.push(source);
  }

  /** Opens the control port (0 takes a free one) and starts looking after the store's own due work. Returns the port. */
  async start(port: number): Promise<number> {
    const taken = await this.control.listen(port);
    this.#pulse = setInterval(() => this.#runOwnDue(), PULSE_MS);
    return taken;
  }

  async stop(): Promise<void> {
    if (this.#pulse) clearInterval(this.#pulse);
    await this.control.close();
  }

  /**
   * Moves to the instant `target` names, given the instant at which the advance begins (others may be waiting before it).
   * Throws RangeError when that is in the past.
   */
  advance(target: (now: number) => number): Promise<AdvanceResult> {
    const run = this.#queue.then(async () => {
      this.#advancing += 1;
      try {
        const { parked, ackTimeoutMs } = this.#options;
        const options = { clock: this.#clock, control: this.control, sources: this.#sources, parked, ...(ackTimeoutMs === undefined ? {} : { ackTimeoutMs }) };
        return await advanceClock(target, options);
      } finally {
        this.#advancing -= 1;
      }
    });
    // The caller gets the refusal; the queue behind it goes on.
    this.#queue = run.catch(() => undefined);
    return run;
  }

  #runOwnDue(): void {
    if (this.#advancing > 0) return;
    const now = this.#clock.now();
    for (const source of this.#sources) {
      const due = source.nextDueAt();
      if (due !== null && due <= now) source.runDue(now).catch((error: unknown) => process.stderr.write(`dev store: ${source.name} failed: ${String(error)}\n`));
    }
  }
}
