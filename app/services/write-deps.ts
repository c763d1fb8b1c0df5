import type { Logger } from "pino";
import type { Instant } from "~/domain/instant";

/** What a write of the engine needs besides its transaction. */
export interface WriteDeps {
  /** Domain time. */
  now: Instant;
  newId(): string;
  log: Pick<Logger, "info" | "warn" | "error">;
}
