import { UNKNOWN_OUTCOME } from "~/domain/message/unknown-outcome";
import type { Outbound } from "./outbound";

/** Between the last look at a message and its call there is never more than a twentieth of a second by the provider's rate. */
const MOST_SHARE_OF_A_SECOND = 20;

/**
 * Into how many calls the messages go that are claimed together: looking each up costs the same for five hundred as for a hundred. One where the
 * provider takes few calls a second, since what is stored waits for its turn and can no longer be cancelled, and where the provider is
 * asked about a call that nobody heard of, so that a crash leaves no more to be asked about than it must. `rowsAtOnce` is the dialect's.
 */
export function callsAtOnce({ channel, callsPerSecond, mostPerCall }: Pick<Outbound, "channel" | "callsPerSecond" | "mostPerCall">, rowsAtOnce: number): number {
  if (UNKNOWN_OUTCOME[channel].settledBy === "asking") return 1;
  return Math.max(1, Math.min(Math.floor(callsPerSecond / MOST_SHARE_OF_A_SECOND), Math.floor(rowsAtOnce / 2 / mostPerCall)));
}
