import type { Instant } from "~/domain/instant";
import type { ChangedFacts } from "~/domain/segment/needs-of";

/** Something about a customer is not as it was: a fact that segments read. */
export interface CustomerChanged {
  customerId: string;
  /** Which facts have to be looked at again. */
  need: ChangedFacts;
  at: Instant;
  /** The key of the fact that changed it, where that may let somebody in: it does not end what it began. */
  factKey?: string;
  /** R8, R19: a tag that was not there before. */
  tagAdded?: string;
  /** R19: the scenario that added it, which does not let the customer in by that. */
  byScenario?: string;
  /** R8: the id of a consent that is in force no more. */
  consentWithdrawn?: string;
}

/** Which facts changed, by customer. */
export function changesOf(changes: readonly CustomerChanged[]): ReadonlyMap<string, ReadonlySet<ChangedFacts>> {
  const of = new Map<string, Set<ChangedFacts>>();
  for (const { customerId, need } of changes) of.set(customerId, (of.get(customerId) ?? new Set<ChangedFacts>()).add(need));
  return of;
}
