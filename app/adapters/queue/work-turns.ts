import type { Work } from "~/runtime/work";

/** The turns of one work in this process, one after the other, whoever asks for them. */
export class WorkTurns {
  readonly work: Work;
  private last: Promise<unknown> = Promise.resolve();

  constructor(work: Work) {
    this.work = work;
  }

  /** One batch. Rejects as the work does. */
  take(turn: () => Promise<number> = () => this.work.runDue()): Promise<number> {
    const taken = this.last.then(turn);
    this.last = taken.catch(() => undefined);
    return taken;
  }

  /** Resolves when the turns asked for so far are over. */
  async over(): Promise<void> {
    await this.last;
  }
}
