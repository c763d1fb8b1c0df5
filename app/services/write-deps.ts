import type { Logger } from "pino";
import type { Instant } from "~/domain/instant";

/** What a write of the engine needs besides its transaction. */
export interface WriteDeps {
  /** Domain time. */
  now: Instant;
  newId(): string;
  /** What is written is told by an import or a reconcile: nobody lives to see it, so it lets nobody in. */
  told?: "import";
  log: Pick<Logger, "info" | "warn" | "error">;
}
