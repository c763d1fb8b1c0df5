import type { Instant } from "~/domain/instant";

/** What became of one occurrence of a schedule. */
export interface PastOccurrence {
  entryPointId: string;
  /** When it was to be. */
  dueAt: Instant;
  outcome: "done" | "skipped" | "broken-off";
  /** A key of `entryPoints:schedule.reasons`. */
  reason: string | null;
  /** Who entered, and who was refused by the scenario's settings. */
  taken: number;
}
