/**
 * Something inside the dev store that does work at instants of the store's clock: the webhook sender, the provider's callbacks.
 * An advance stops at each `nextDueAt` and lets it work before any later instant is reached.
 */
export interface DueSource {
  readonly name: string;
  /** Epoch ms UTC of the earliest piece of work still to be done, or null when there is none. */
  nextDueAt(): number | null;
  /** Does everything due at `now` and resolves when it has been done or put off to a later instant. */
  runDue(now: number): Promise<void>;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
  /** Grows with every piece of work begun; tells an advance that something happened between two looks. */
  begun?(): number;
}
