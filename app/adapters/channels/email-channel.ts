import type { Milliseconds } from "~/domain/instant";

/** One e-mail as it is handed over. Stored as it is, and sent again unchanged. */
export interface OutgoingEmail {
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** Come back in the provider's callbacks. Letters, digits, hyphens. */
  tags: { name: string; value: string }[];
}

export type HandOver =
  /** In the order of the e-mails. */
  | { outcome: "answered"; results: EmailResult[] }
  /** None of them is accepted, nor ever will be. */
  | { outcome: "refused"; reason: string }
  /** Try again: `certain` that none was accepted, or not knowing (then only under the same key). `after` is real time the provider asks for. */
  | { outcome: "later"; certain: boolean; after: Milliseconds | null; reason: string };

export type EmailResult = { accepted: true; providerId: string } | { accepted: false; reason: string };

export interface EmailChannel {
  /** E-mails in one call. */
  readonly mostPerCall: number;
  /** What the provider permits, in real time. */
  readonly callsPerSecond: number;
  /** Resolves when the provider's rate permits the next call; real time. */
  turn(): Promise<void>;
  /** One call. The same key with the same e-mails sends them once. Never rejects. */
  send(key: string, emails: readonly OutgoingEmail[]): Promise<HandOver>;
}
