import { DAY, type Instant } from "~/domain/instant";

/** A judged human open or click of a message by the customer who ordered. */
export interface CreditCandidate {
  interactionId: string;
  messageId: string;
  kind: "open" | "click";
  at: Instant;
}

/** Days before an order in which a click, or else an open, earns the credit; 0 turns it off. */
export interface CreditWindows {
  clickDays: number;
  openDays: number;
}

export interface Credit {
  messageId: string;
  by: "click" | "open";
}

/**
 * The one message an order is credited with: the last one clicked within the click window, else the last one opened
 * within the open window, else none. What happened at the very instant of the order counts, what came after does not.
 */
export function creditOrder(orderedAt: Instant, candidates: readonly CreditCandidate[], windows: CreditWindows): Credit | null {
  return (
    lastOf("click", orderedAt, candidates, windows.clickDays) ??
    lastOf("open", orderedAt, candidates, windows.openDays)
  );
}

function lastOf(kind: Credit["by"], orderedAt: Instant, candidates: readonly CreditCandidate[], days: number): Credit | null {
  if (days <= 0) return null;
  const from = orderedAt - days * DAY;
  const [last] = candidates
    .filter((candidate) => candidate.kind === kind && candidate.at >= from && candidate.at <= orderedAt)
    .sort((a, b) => b.at - a.at || (a.interactionId < b.interactionId ? 1 : -1));
  return last ? { messageId: last.messageId, by: kind } : null;
}
