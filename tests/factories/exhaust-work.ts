import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { afterAll, inject } from "vitest";
import { systemClock } from "~/adapters/clock/system-clock.server";
import { BullQueue } from "~/adapters/queue/bull/bull-queue.server";
import { WakeQueues } from "~/adapters/queue/bull/wake-queues.server";
import { WORK_NAMES, type Work, type WorkName } from "~/runtime/work";

/**
 * Does all that a work has due now: by hand, or, in the settings with Bull, by Bull's jobs. Answers how many pieces were
 * done; rejects as the work does.
 */
export async function exhaustWork(work: Work): Promise<number> {
  const url = inject("redisUrl");
  if (url !== null) {
    runner ??= new BullRunner(url);
    return runner.exhaust(work);
  }
  let total = 0;
  for (let done = await work.runDue(); done > 0; done = await work.runDue()) total += done;
  return total;
}

let runner: BullRunner | null = null;
afterAll(async () => {
  await runner?.stop();
  runner = null;
});

interface Asked {
  work: Work;
  total: number;
  done: (total: number) => void;
  failed: (error: unknown) => void;
}

/** The queues of one test file. Nothing runs in them but the work that a test is waiting for, so that tests stay in charge of time. */
class BullRunner {
  private readonly queue: BullQueue;
  private readonly asked = new Map<WorkName, Asked>();
  private readonly last = new Map<WorkName, Promise<unknown>>();

  constructor(url: string) {
    const log = pino({ level: "silent" });
    this.queue = new BullQueue({ queues: new WakeQueues({ url, prefix: randomUUID(), log }), clock: systemClock, log, sweepMs: null, repeatMs: null });
    this.queue.start(WORK_NAMES.map((name) => ({ name, runDue: () => this.batch(name), nextDueAt: async () => null })));
  }

  exhaust(work: Work): Promise<number> {
    const before = this.last.get(work.name) ?? Promise.resolve();
    const turn = before.then(() => new Promise<number>((done, failed) => {
      this.asked.set(work.name, { work, total: 0, done, failed });
      this.queue.wake(work.name);
    }));
    this.last.set(work.name, turn.catch(() => undefined));
    return turn;
  }

  stop(): Promise<void> {
    return this.queue.stop();
  }

  private async batch(name: WorkName): Promise<number> {
    const asked = this.asked.get(name);
    if (!asked) return 0;
    try {
      const done = await asked.work.runDue();
      asked.total += done;
      if (done === 0) this.end(name, () => asked.done(asked.total));
      return done;
    } catch (error) {
      this.end(name, () => asked.failed(error));
      return 0;
    }
  }

  private end(name: WorkName, tell: () => void): void {
    this.asked.delete(name);
    tell();
  }
}
