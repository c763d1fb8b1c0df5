import { setTimeout as setTimer } from "node:timers/promises";
import type { Logger } from "pino";
import type { Clock } from "~/adapters/clock/clock";
import type { Instant } from "~/domain/instant";
import type { Work, WorkName } from "~/runtime/work";
import type { WorkQueue } from "./work-queue";

/** A sweep looks again after this long even if nobody called. */
const SWEEP_MS = 30_000;
/** Rest before a look at work that is due and could not be done just now, such as a row under somebody's lease. */
const OVERDUE_REST_MS = 250;

/**
 * Runs every kind of work in this process, each in a loop of its own: batch after batch while something is due, then
 * asleep until the next due instant, a wake-up or the sweep.
 */
export class EmbeddedQueue implements WorkQueue {
  private loops: ReadonlyMap<WorkName, Loop> = new Map();
  private readonly clock: Clock;
  private readonly log: Logger;

  constructor(clock: Clock, log: Logger) {
    this.clock = clock;
    this.log = log;
  }

  start(works: readonly Work[]): void {
    this.loops = new Map(works.map((work) => [work.name, new Loop(work, this.clock, this.log)]));
    for (const loop of this.loops.values()) loop.start();
  }

  wake(name: WorkName): void {
    this.loops.get(name)?.wake();
  }

  /** Returns when nothing is due at the present instant and no batch is under way. */
  async drain(): Promise<void> {
    const loops = [...this.loops.values()];
    let done: number;
    do {
      done = 0;
      for (const loop of loops) done += await loop.drain();
    } while (done > 0);
  }

  async nextDueAt(): Promise<Instant | null> {
    const instants = await Promise.all([...this.loops.values()].map((loop) => loop.nextDueAt()));
    const known = instants.filter((instant) => instant !== null);
    return known.length > 0 ? Math.min(...known) : null;
  }

  /** Lets the batches under way finish, then returns. */
  async stop(): Promise<void> {
    await Promise.all([...this.loops.values()].map((loop) => loop.stop()));
  }
}

class Loop {
  private readonly work: Work;
  private readonly clock: Clock;
  private readonly log: Logger;
  private stopped = false;
  private woken = false;
  private turn: Promise<unknown> = Promise.resolve();
  private rouse: () => void = () => undefined;
  private ended: Promise<void> = Promise.resolve();

  constructor(work: Work, clock: Clock, log: Logger) {
    this.work = work;
    this.clock = clock;
    this.log = log;
  }

  start(): void {
    this.ended = this.run();
  }

  wake(): void {
    this.woken = true;
    this.rouse();
  }

  async drain(): Promise<number> {
    let total = 0;
    for (;;) {
      const done = await this.batch();
      if (done === 0) return total;
      total += done;
    }
  }

  nextDueAt(): Promise<Instant | null> {
    return this.work.nextDueAt();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.rouse();
    await this.ended;
    await this.turn;
    await this.work.finish?.();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.woken = false;
      const done = await this.batch();
      if (done > 0 || this.woken || this.stopped) continue;
      await this.sleep();
      if (this.work.gatherMs && !this.stopped) await setTimer(this.work.gatherMs);
    }
  }

  /** One batch at a time: the loop and a drain never run the same work side by side. */
  private batch(): Promise<number> {
    const turn = this.turn.then(async () => {
      try {
        return await this.work.runDue();
      } catch (error) {
        this.log.error({ err: error, work: this.work.name }, "work failed; the sweep tries again");
        return 0;
      }
    });
    this.turn = turn;
    return turn;
  }

  /** Null where the work cannot tell just now: then the sweep looks again. */
  private async knownDue(): Promise<Instant | null> {
    try {
      return await this.work.nextDueAt();
    } catch (error) {
      this.log.error({ err: error, work: this.work.name }, "cannot tell when work falls due; the sweep looks again");
      return null;
    }
  }

  private async sleep(): Promise<void> {
    const due = await this.knownDue();
    if (this.woken || this.stopped) return;
    await new Promise<void>((resolve) => {
      const overdue = due !== null && due <= this.clock.now();
      const forget = due === null || overdue ? () => undefined : this.clock.at(due, resolve);
      const sweep = setTimeout(resolve, overdue ? OVERDUE_REST_MS : SWEEP_MS);
      this.rouse = () => {
        forget();
        clearTimeout(sweep);
        resolve();
      };
    });
    this.rouse();
    this.rouse = () => undefined;
  }
}
