import type { Instant } from "~/domain/instant";

export interface ConsentChange {
  state: "pending" | "granted" | "withdrawn";
  at: Instant;
  source: string;
  evidence: string | null;
}

/**
 * Which of two statements about a customer's consent holds (R42): the later; of two at the same instant the one that
 * permits less. The same state said again moves only its time and keeps who said it first, so that the echo of our own
 * change does not overwrite its evidence. Any order of arrival ends in the same state.
 */
export function laterConsent(stored: ConsentChange | null, said: ConsentChange): ConsentChange {
  if (!stored) return said;
  if (said.state === stored.state) return said.at > stored.at ? { ...stored, at: said.at } : stored;
  if (said.at !== stored.at) return said.at > stored.at ? said : stored;
  return strictness[said.state] > strictness[stored.state] ? said : stored;
}

const strictness = { granted: 0, pending: 1, withdrawn: 2 } as const satisfies Record<ConsentChange["state"], number>;
