import type { Instant, Milliseconds } from "~/domain/instant";

/** One way to a provider. `Payload` is one message as it is handed over: stored as it is before the call. */
export interface MessageChannel<Payload> {
  /** Messages in one call. */
  readonly mostPerCall: number;
  /** What the provider permits the whole installation, in real time. */
  readonly callsPerSecond: number;
  /** Resolves when the provider's rate permits the next call; real time. */
  turn(): Promise<void>;
  /** The first call with these messages. Never rejects. */
  send(key: string, payloads: readonly Payload[]): Promise<HandOver>;
  /**
   * Finds out about a call of which nobody knows whether it was taken, by the table in `domain/message/unknown-outcome.ts`:
   * sends the same messages again under the same key, or asks and sends nothing. `since` is when they were first handed
   * over, `isAnothers` tells whether the provider's id belongs to another message of ours. Never rejects; `later` while it
   * cannot be told, `absent` where the provider was asked and has none of it.
   */
  settle(key: string, payloads: readonly Payload[], since: Instant, isAnothers: (providerId: string) => Promise<boolean>): Promise<Settlement>;
}

export type HandOver =
  /** In the order of the messages. */
  | { outcome: "answered"; results: HandedOver[] }
  /** None of them is accepted, nor ever will be. */
  | { outcome: "refused"; reason: string }
  /** Try again: `certain` that none was accepted, or not knowing. `after` is real time the provider asks for. */
  | { outcome: "later"; certain: boolean; after: Milliseconds | null; reason: string };

/** `absent`: asked, the provider does not have it; believed once its list cannot be behind any more. */
export type Settlement = HandOver | { outcome: "absent"; reason: string };

export type HandedOver =
  | { accepted: true; providerId: string; gone?: readonly string[] }
  /** `unsubscribed`: the provider holds that this receiver said no. `unreachable`: the address does not exist. */
  | { accepted: false; reason: string; because?: "unsubscribed" | "unreachable"; gone?: readonly string[] };
