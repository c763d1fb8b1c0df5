import { oneAfterAnother } from "~/adapters/one-after-another";
import type { Work } from "~/runtime/work";

/** The turns of one work in this process, one after the other, whoever asks for them. */
export class WorkTurns {
  readonly work: Work;
  private readonly inTurn = oneAfterAnother();

  constructor(work: Work) {
    this.work = work;
  }

  /** One batch. Rejects as the work does. */
  take(turn: () => Promise<number> = () => this.work.runDue()): Promise<number> {
    return this.inTurn(turn);
  }

  /** Resolves when the turns asked for so far are over. */
  over(): Promise<void> {
    return this.inTurn(() => Promise.resolve());
  }
}
