import type { Instant, Milliseconds } from "~/domain/instant";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import type { Effect } from "~/domain/scenario/step-type";

export type RunStatus = "active" | "completed" | "removed";

/** Why a run ended before its way was through; shown in the timeline and counted (R2 "Removed by reason"). */
export type RemovalReason =
  | "order-placed" | "page-visited" | "product-bought" | "consent-withdrawn" | "tag-added" | "segment-left" | "step-deleted" | "replaced" | "stopped" | "scenario-deleted"
  | "message-failed" | "webhook-failed" | "no-discount-code" | "customer-deleted" | "merged" | "set-aside" | "overdue";

/** One customer's way through one scenario, as the engine sees it. */
export interface RunState {
  id: string;
  scenarioId: string;
  customerId: string;
  status: RunStatus;
  reason: string | null;
  /** Null while it stands at the door (entered, not yet looked at) and once it is completed. */
  stepId: string | null;
  /** Null while it waits for an outcome, is held, or has ended. */
  dueAt: Instant | null;
  enteredStepAt: Instant;
  heldMs: Milliseconds;
  /** Steps entered so far; the number of the step it stands in. */
  seq: number;
  /** R9: passes over messages until it waits again. */
  skipsMessages: boolean;
  context: TriggerContext;
}

/** R40: the branch by which a run left a step that was deleted and whose people were moved. No step type has it. */
export const MOVED = "moved";

/** A step that the run left, or in which it ended (branch null). */
export interface Visit {
  stepId: string;
  seq: number;
  enteredAt: Instant;
  leftAt: Instant;
  branch: string | null;
  detail: Record<string, unknown> | null;
}

/** An effect with its idempotency key `runId:seq:index`. */
export type IdentifiedEffect = Effect & { id: string; stepId: string };
