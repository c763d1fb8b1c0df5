import type Bull from "bull";
import { setTimeout as setTimer } from "node:timers/promises";
import type { Logger } from "pino";
import type { Clock } from "~/adapters/clock/clock";
import type { Instant, Milliseconds } from "~/domain/instant";
import type { Work, WorkName } from "~/runtime/work";
import type { WorkQueue } from "../work-queue";
import { WorkTurns } from "../work-turns";
import { Sweep } from "./sweep.server";
import type { WakeQueues, WakeUp } from "./wake-queues.server";

export interface BullQueueOptions {
  queues: WakeQueues;
  clock: Clock;
  log: Logger;
  /** How often this process looks into the database by itself, Redis or not; null turns that off. */
  sweepMs?: Milliseconds | null;
  /** How often Bull wakes every work; null turns that off. */
  repeatMs?: Milliseconds | null;
}

const SWEEP_MS: Milliseconds = 5_000;
const REPEAT_MS: Milliseconds = 5_000;
/** A job works for so long and makes room for the next, which may go to another process. */
const SLICE_MS: Milliseconds = 1_000;
/** Rest before a look at work that is due and could not be done just now, such as a row under somebody's lease. */
const OVERDUE_REST_MS: Milliseconds = 250;

/**
 * Processes that work on one kind of work at the same time, over the whole installation. Webhooks are applied in the order
 * they came, and a scenario's settling is one long job: these have one.
 */
const MOST_SLOTS: Partial<Record<WorkName, number>> = { webhooks: 1, scenarios: 1, counters: 1 };
const SLOTS = 16;

/** What is known here of one work. */
interface Lane {
  turns: WorkTurns;
  forget(): void;
}

/**
 * The works of a worker process, run by Bull's jobs. Each job is a slice of the work: batch after batch while something is
 * due. What falls due later is awaited on the domain clock, which moves, and then woken through Bull: Bull carries no delay
 * of the domain. Beside Bull a sweep of this process's own looks into the database.
 */
export class BullQueue implements WorkQueue {
  private readonly queues: WakeQueues;
  private readonly clock: Clock;
  private readonly log: Logger;
  private readonly repeatMs: Milliseconds | null;
  private readonly sweep: Sweep;
  private lanes: ReadonlyMap<WorkName, Lane> = new Map();
  private stopped = false;

  constructor({ queues, clock, log, sweepMs = SWEEP_MS, repeatMs = REPEAT_MS }: BullQueueOptions) {
    this.queues = queues;
    this.clock = clock;
    this.log = log;
    this.repeatMs = repeatMs;
    this.sweep = new Sweep(sweepMs, (name) => this.lookAfter(name));
  }

  start(works: readonly Work[]): void {
    this.lanes = new Map(works.map((work) => [work.name, { turns: new WorkTurns(work), forget: () => undefined }]));
    for (const { turns: { work } } of this.lanes.values()) this.process(work);
    this.sweep.start([...this.lanes.keys()]);
  }

  wake(name: WorkName): void {
    this.queues.wake(name);
    if (!this.queues.ready && this.lanes.has(name)) this.sweep.soon(name);
  }

  async drain(): Promise<void> {
    let done: number;
    do {
      done = 0;
      for (const { turns } of this.lanes.values()) {
        for (let more = await this.attempt(turns); more > 0; more = await this.attempt(turns)) done += more;
      }
    } while (done > 0);
  }

  async nextDueAt(): Promise<Instant | null> {
    const instants = await Promise.all([...this.lanes.values()].map(({ turns }) => turns.work.nextDueAt()));
    const known = instants.filter((instant) => instant !== null);
    return known.length > 0 ? Math.min(...known) : null;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const lane of this.lanes.values()) lane.forget();
    await Promise.all([this.sweep.stop(), this.queues.finishJobs()]);
    for (const { turns } of this.lanes.values()) {
      await turns.over();
      await turns.work.finish?.();
    }
    await this.queues.close();
  }

  private process(work: Work): void {
    const queue = this.queues.queue(work.name, work.paced?.callsPerSecond);
    const after = (job: Bull.Job<WakeUp>, goesOn: boolean) => void this.after(work.name, job, goesOn);
    // Both come when the job is gone from Redis: a wake-up that it hid was committed before, and is seen by the look after.
    queue.on("completed", (job, goesOn: boolean) => after(job, goesOn));
    queue.on("failed", (job, error) => {
      this.log.error({ err: error, work: work.name, attempt: job.attemptsMade }, "work failed; it is tried again");
      if (job.attemptsMade >= (job.opts.attempts ?? 1)) after(job, false);
    });
    queue.process("*", (job) => this.slice(work, job.data)).catch((error: unknown) => {
      if (!this.stopped) this.log.error({ err: error, work: work.name }, "Bull does not run this work; the sweep does");
    });
    void this.keepRepeating(work.name);
  }

  /** Whether more is due than this slice did. */
  private async slice(work: Work, { slot, goOn }: WakeUp): Promise<boolean> {
    const lane = this.lanes.get(work.name);
    if (!lane || this.stopped) return false;
    if (work.gatherMs && !goOn) await setTimer(work.gatherMs);
    const until = performance.now() + SLICE_MS;
    const { paced } = work;
    for (let batches = 0; ; batches += 1) {
      const done = await lane.turns.take(paced && (() => paced.begin()));
      if (done === 0 || this.stopped) return false;
      // There may be enough for another process too.
      if (batches === 0 && slot + 1 < (MOST_SLOTS[work.name] ?? SLOTS)) this.queues.add(work.name, { slot: slot + 1, goOn: true });
      if (paced || performance.now() > until) return true;
    }
  }

  private async after(name: WorkName, job: Bull.Job<WakeUp>, goesOn: boolean): Promise<void> {
    if (this.stopped) return;
    if (goesOn) this.queues.add(name, { slot: job.data.slot, goOn: true });
    else if (job.data.slot === 0) await this.arm(name);
  }

  /** Wakes the work when domain time reaches what falls due next; what is due and could not be done, after a rest. */
  private async arm(name: WorkName): Promise<void> {
    const lane = this.lanes.get(name);
    if (!lane) return;
    const due = await this.knownDue(lane);
    lane.forget();
    if (due === null || this.stopped) return;
    if (due > this.clock.now()) {
      lane.forget = this.clock.at(due, () => this.wake(name));
      return;
    }
    const rest = setTimeout(() => this.wake(name), OVERDUE_REST_MS);
    lane.forget = () => clearTimeout(rest);
  }

  /**
   * The sweep's look at one work. Calls to a provider are left to Bull while it is there, since it knows the limit for all
   * processes: it is only woken again, as after Redis was emptied. Answers whether more is due.
   */
  private async lookAfter(name: WorkName): Promise<boolean> {
    const lane = this.lanes.get(name);
    if (!lane) return false;
    const due = await this.knownDue(lane);
    if (this.queues.ready) void this.keepRepeating(name);
    if (due !== null && due > this.clock.now()) {
      await this.arm(name);
      return false;
    }
    if (lane.turns.work.paced && this.queues.ready) {
      if (due !== null) this.queues.wake(name);
      return false;
    }
    return (await this.attempt(lane.turns)) > 0;
  }

  private async attempt(turns: WorkTurns): Promise<number> {
    try {
      return await turns.take();
    } catch (error) {
      this.log.error({ err: error, work: turns.work.name }, "work failed; the sweep tries again");
      return 0;
    }
  }

  private async keepRepeating(name: WorkName): Promise<void> {
    if (this.repeatMs === null) return;
    try {
      await this.queues.repeat(name, this.repeatMs);
    } catch (error) {
      if (!this.stopped) this.log.warn({ err: error, work: name }, "Bull could not be told to repeat; the sweep tells it again");
    }
  }

  /** Null where the work cannot tell just now: then the sweep looks again. */
  private async knownDue({ turns: { work } }: Lane): Promise<Instant | null> {
    try {
      return await work.nextDueAt();
    } catch (error) {
      this.log.error({ err: error, work: work.name }, "cannot tell when work falls due; the sweep looks again");
      return null;
    }
  }
}
