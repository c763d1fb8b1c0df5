/** Outside work for a run that is no message to its customer (R30, R31). */
export const ERRAND_KINDS = ["webhook", "staff-note", "discount-code"] as const;
export type ErrandKind = (typeof ERRAND_KINDS)[number];

export type ErrandStatus = "queued" | "under-way" | "done" | "failed" | "cancelled" | "unknown";

/** What a step decided about its errand, as JSON. */
export type ErrandRequest = Readonly<Record<string, unknown>>;

export interface ErrandFact {
  effectId: string;
  stepId: string;
  kind: ErrandKind;
  status: ErrandStatus;
  reason: string | null;
  /** What came of it, shape by kind. */
  result: unknown;
}

/**
 * How an errand ended. `cancelled`: it was not done and need not be, for the reason. `failed`: it was tried and is given
 * up. `unknown`: nobody can tell whether it was done.
 */
export interface ErrandOutcome {
  status: "done" | "failed" | "cancelled" | "unknown";
  reason: string | null;
  result: unknown;
}
