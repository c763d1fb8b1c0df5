import { HOUR, MINUTE, type Milliseconds } from "~/domain/instant";
import type { Channel } from "./channel";

/**
 * How a hand-over is settled whose answer nobody heard. `sending-again`: the provider, or the receiver's browser, takes the
 * same message under the same key once. `asking`: the provider knows no key, so it is asked; what it says that it does not
 * have is believed `believedAfter` the hand-over, and then the message goes back to the queue.
 */
export type UnknownOutcome = {
  /** After so long without an answer the message is set aside as `unknown`, for a person. */
  within: Milliseconds;
} & ({ settledBy: "sending-again" } | { settledBy: "asking"; believedAfter: Milliseconds });

/** What an unknown outcome means, channel by channel; docs/decisions/013-channels.md says why. */
export const UNKNOWN_OUTCOME: Readonly<Record<Channel, UnknownOutcome>> = {
  // Resend forgets an idempotency key after 24 hours; an hour is left for the clocks and the call.
  email: { settledBy: "sending-again", within: 23 * HOUR },
  // Twilio lists a message within moments of taking it, and calls back about it; a call lasts fifteen seconds at most.
  sms: { settledBy: "asking", believedAfter: 15 * MINUTE, within: 24 * HOUR },
  // The same topic replaces what waits at the push service, the same tag what the browser shows; who has read it by then would see it again.
  push: { settledBy: "sending-again", within: HOUR },
};
