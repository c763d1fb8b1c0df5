import type { Instant } from "~/domain/instant";

export interface Clock {
  /** Domain time, which tests and the dev store move. */
  now(): Instant;
  /** Real time, for leases, provider timeouts and tokens. */
  real(): Instant;
  /** Calls back once when domain time reaches the instant; the returned function forgets it. */
  at(instant: Instant, wake: () => void): () => void;
}
