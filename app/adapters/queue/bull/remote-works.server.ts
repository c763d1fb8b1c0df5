import type { Instant } from "~/domain/instant";
import type { Work, WorkName } from "~/runtime/work";
import type { WorkQueue } from "../work-queue";
import type { WakeQueues } from "./wake-queues.server";

/**
 * The works as a web process has them: it wakes them and knows when they fall due, and does none of them. What is due counts
 * as its own for a clock server, so that an advance waits until a worker has done it.
 */
export class RemoteWorks implements WorkQueue {
  private readonly queues: WakeQueues;
  private works: readonly Work[] = [];

  constructor(queues: WakeQueues) {
    this.queues = queues;
  }

  start(works: readonly Work[]): void {
    this.works = works;
  }

  wake(name: WorkName): void {
    this.queues.wake(name);
  }

  async drain(): Promise<void> {
    return undefined;
  }

  async nextDueAt(): Promise<Instant | null> {
    const instants = await Promise.all(this.works.map((work) => work.nextDueAt()));
    const known = instants.filter((instant) => instant !== null);
    return known.length > 0 ? Math.min(...known) : null;
  }

  async stop(): Promise<void> {
    await this.queues.close();
  }
}
