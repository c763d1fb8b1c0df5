import type { Instant } from "~/domain/instant";
import type { PageMatch } from "~/domain/scenario/definition";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { pageMatches } from "~/domain/scenario/page-match";
import type { Need } from "./facts";

/**
 * What may end a wait before its time is up (R31). An activity passes, so the row that waits for it remembers when it
 * happened; the customer and the messages of the run stay as they are, so a change of them only wakes the run, and its
 * step looks at them again.
 */
export type Awaited =
  | { what: "activity"; type: Activity["type"]; page?: PageMatch }
  | { what: "customer"; needs: readonly Need[] }
  | { what: "message" };

/** A row of what is waited for, as the step that waits sees it. */
export interface WaitFact {
  seq: number;
  /** As `writeAwaited` wrote it. */
  awaits: string;
  happenedAt: Instant | null;
}

/** Equal texts wait for the same. */
export const writeAwaited = (awaited: Awaited): string => JSON.stringify(awaited);

/** When the activity happened since she came to the step; null where it has not, or the row waits for something else. */
export function happenedAt(wait: WaitFact | null | undefined, awaited: Awaited): Instant | null {
  return wait?.awaits === writeAwaited(awaited) ? wait.happenedAt : null;
}

/** Whether the activity is the one that is waited for. */
export function isAwaited(awaited: Awaited, { type, page }: Pick<Activity, "type" | "page">): boolean {
  if (awaited.what !== "activity" || awaited.type !== type) return false;
  return awaited.page === undefined || (page !== undefined && pageMatches(awaited.page, page));
}
