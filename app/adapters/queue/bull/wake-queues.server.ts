import { randomInt } from "node:crypto";
import Bull from "bull";
import type { Logger } from "pino";
import type { Milliseconds } from "~/domain/instant";
import { WORK_NAMES, type Wake, type WorkName } from "~/runtime/work";
import { RedisConnections } from "./redis-connections.server";

/** All that a job carries. What is to be done is in the database. */
export interface WakeUp {
  /** Wake-ups go to slot 0; a process that finds much to do asks for others by the next slot. */
  slot: number;
  /** Follows another slice at once: there is nothing to wait together for. */
  goOn: boolean;
}

export interface WakeQueuesOptions {
  url: string;
  /** Before all keys in Redis. */
  prefix: string;
  log: Logger;
}

/** A worker that was killed holds its slot for so long. */
const LOCK_MS: Milliseconds = 5_000;
const STALLED_EVERY_MS: Milliseconds = 2_000;
const RETRY_PROCESS_MS: Milliseconds = 500;
/** First and longest rest after a failure. */
const BACKOFF_MS: Milliseconds = 250;
const LONGEST_BACKOFF_MS: Milliseconds = 5_000;
const ATTEMPTS = 10;
const PASSED_ON_WITHIN_MS: Milliseconds = 500;
const CLOSE_WITHIN_MS: Milliseconds = 3_000;

/**
 * One Bull queue for each kind of work. A job is a wake-up and carries nothing else; its id is its slot, so that a
 * thousand wake-ups are one job. A wake-up that finds the job of its slot being processed is dropped: whoever processes
 * it looks into the database once more after the job is gone, and finds what was committed before the wake-up.
 */
export class WakeQueues implements Wake {
  private readonly connections: RedisConnections;
  private readonly prefix: string;
  private readonly log: Logger;
  private readonly queues = new Map<WorkName, Bull.Queue<WakeUp>>();
  private readonly adding = new Map<string, { again: boolean; added: Promise<void> }>();
  private closed = false;

  constructor({ url, prefix, log }: WakeQueuesOptions) {
    this.connections = new RedisConnections(url, log);
    this.prefix = prefix;
    this.log = log;
  }

  /** Whether a wake-up reaches the workers, as far as is known. */
  get ready(): boolean {
    return this.connections.ready;
  }

  /** All queues, for whoever shows them. */
  get all(): Bull.Queue<WakeUp>[] {
    return WORK_NAMES.map((name) => this.queue(name));
  }

  wake(name: WorkName): void {
    this.add(name, { slot: 0, goOn: false });
  }

  /**
   * Never two of one slot under way from this process: while Redis is away they would pile up. One that comes meanwhile is
   * added after, since the one under way may have been worked off before what it is about was committed.
   */
  add(name: WorkName, wakeUp: WakeUp): void {
    if (this.closed) return;
    const key = `${name}:${wakeUp.slot}`;
    const underWay = this.adding.get(key);
    if (underWay) {
      underWay.again = true;
      return;
    }
    const added = this.queue(name).add("wake", wakeUp, { ...JOB, jobId: `slot-${wakeUp.slot}` }).then(() => undefined, (error: unknown) => {
      if (!this.closed) this.log.warn({ err: error, work: name }, "a wake-up could not be passed on; the sweep finds its work");
    }).then(() => {
      this.adding.delete(key);
      if (state.again) this.add(name, { slot: wakeUp.slot, goOn: false });
    });
    const state = { again: false, added };
    this.adding.set(key, state);
  }

  /** Has Bull wake the work again and again. Asked for twice, it stays one; a Redis that was emptied has it anew. */
  async repeat(name: WorkName, every: Milliseconds): Promise<void> {
    await this.queue(name).add("sweep", { slot: 0, goOn: true }, { ...JOB, repeat: { every } });
  }

  /** `callsPerSecond` limits the jobs of this queue over all processes. */
  queue(name: WorkName, callsPerSecond?: number): Bull.Queue<WakeUp> {
    const known = this.queues.get(name);
    if (known) return known;
    const queue = new Bull<WakeUp>(name, {
      prefix: this.prefix,
      createClient: (type) => this.connections.of(type),
      ...(callsPerSecond === undefined ? {} : { limiter: pace(callsPerSecond) }),
      settings: {
        lockDuration: LOCK_MS, stalledInterval: STALLED_EVERY_MS, maxStalledCount: Number.MAX_SAFE_INTEGER, retryProcessDelay: RETRY_PROCESS_MS,
        backoffStrategies: { jitter },
      },
    });
    queue.on("error", (error) => {
      if (!this.closed && this.ready) this.log.warn({ err: error, work: name }, "the queue stumbled; the sweep finds what is due");
    });
    this.queues.set(name, queue);
    return queue;
  }

  private async passedOn(): Promise<void> {
    const late = new Promise<void>((resolve) => setTimeout(resolve, PASSED_ON_WITHIN_MS).unref());
    await Promise.race([Promise.all([...this.adding.values()].map(({ added }) => added)), late]);
  }

  /** Takes no job any more and waits for those under way. Wake-ups are still passed on. */
  async finishJobs(): Promise<void> {
    const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS).unref());
    await Promise.race([Promise.all([...this.queues.values()].map((queue) => queue.close())), late]);
  }

  /** Passes on what is under way, and leaves Redis. */
  async close(): Promise<void> {
    if (this.ready) await this.passedOn();
    this.closed = true;
    await this.connections.close();
  }
}

/** A job that is kept would hold its slot's id, and with it every later wake-up. */
const JOB = { attempts: ATTEMPTS, backoff: { type: "jitter" }, removeOnComplete: true, removeOnFail: true } as const;

/** Doubling rests, half of each left to chance so that many do not come back at once. */
function jitter(attemptsMade: number): Milliseconds {
  const rest = Math.min(BACKOFF_MS * 2 ** Math.max(attemptsMade - 1, 0), LONGEST_BACKOFF_MS);
  return Math.round(rest / 2 + randomInt(rest / 2));
}

/** Evenly, in windows of about 200 ms: a provider's second may begin at any of them. */
function pace(callsPerSecond: number): { max: number; duration: Milliseconds } {
  const max = Math.max(1, Math.floor(callsPerSecond / 5));
  return { max, duration: Math.ceil((1_000 * max) / callsPerSecond) };
}
