import type { Instant } from "~/domain/instant";
import type { Wake, Work } from "~/runtime/work";

/** What makes works run in this process. The database holds the work; this only decides who looks at it, and when. */
export interface WorkQueue extends Wake {
  start(works: readonly Work[]): void;
  /** Returns when nothing is due at the present instant that this process can do, and no batch of its own is under way. */
  drain(): Promise<void>;
  nextDueAt(): Promise<Instant | null>;
  /** Lets what is under way finish, then returns. */
  stop(): Promise<void>;
}
