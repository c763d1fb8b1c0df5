import { HOUR, type Instant } from "~/domain/instant";
import type { Reentry } from "./definition";

export type ReentryDecision =
  | { do: "enter" }
  | { do: "refuse"; reason: "already-inside" | "entered-before" | "too-soon" }
  /** All of these end as "replaced", and a new run takes their place. */
  | { do: "restart"; replaces: readonly string[] }
  /** The newest run takes the new trigger and its clock is pushed. */
  | { do: "refresh"; runId: string };

/**
 * R5–R7: what a fact does that would let a customer in. `inside` are her active runs in this scenario, oldest first;
 * `lastEnded` is when her last run ended, completed or removed, but for those that were replaced. Who is outside is
 * never a duplicate (R6), so only then the rule for those who were inside before applies.
 */
export function decideReentry(policy: Reentry, inside: readonly string[], lastEnded: Instant | null, now: Instant): ReentryDecision {
  const newest = inside.at(-1);
  if (newest !== undefined) {
    switch (policy.whileInside) {
      case "new-instance": return { do: "enter" };
      case "ignore": return { do: "refuse", reason: "already-inside" };
      case "restart": return { do: "restart", replaces: inside };
      case "refresh": return { do: "refresh", runId: newest };
      default: return policy.whileInside satisfies never;
    }
  }
  if (lastEnded === null) return { do: "enter" };
  switch (policy.afterEnd) {
    case "always": return { do: "enter" };
    case "never": return { do: "refuse", reason: "entered-before" };
    case "after-interval": return now - lastEnded < policy.minIntervalHours * HOUR ? { do: "refuse", reason: "too-soon" } : { do: "enter" };
    default: return policy.afterEnd satisfies never;
  }
}
