interface Waiting<Item, Outcome> {
  item: Item;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

export interface GroupCommitOptions<Item, Outcome> {
  /** Writes a group in one transaction and answers, after the commit, one outcome an item in their order. */
  write(items: readonly Item[]): Promise<readonly Outcome[]>;
  weigh(item: Item): number;
  /** The weight of a group, but for a single item that is heavier; keeps one transaction short. */
  heaviest: number;
}

/**
 * Lets all that arrives while one write runs share the next: one transaction and one sync to disk for many requests.
 * `submit` resolves after the commit. A write that fails is tried again one by one, so that a single item which cannot
 * be written does not take its neighbours down.
 */
export class GroupCommit<Item, Outcome> {
  private waiting: Waiting<Item, Outcome>[] = [];
  private writing = false;
  private readonly options: GroupCommitOptions<Item, Outcome>;

  constructor(options: GroupCommitOptions<Item, Outcome>) {
    this.options = options;
  }

  submit(item: Item): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.writing) return;
      this.writing = true;
      // Not at once: what else lies in the sockets is read first and comes along.
      setImmediate(() => void this.run());
    });
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.commit(this.nextGroup());
      // A turn of the event loop between two groups, for sockets, timers and other writers.
      if (this.waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
    }
    this.writing = false;
  }

  private nextGroup(): Waiting<Item, Outcome>[] {
    let weight = 0;
    const end = this.waiting.findIndex(({ item }, index) => {
      weight += this.options.weigh(item);
      return index > 0 && weight > this.options.heaviest;
    });
    return this.waiting.splice(0, end === -1 ? this.waiting.length : end);
  }

  private async commit(group: Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.options.write(group.map(({ item }) => item));
      group.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new Error("the write gave no outcome"));
        else resolve(outcome);
      });
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await this.commit([one]);
    }
  }
}
