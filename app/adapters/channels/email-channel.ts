import type { MessageChannel } from "./message-channel";

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

/** The same key with the same e-mails sends them once. */
export type EmailChannel = MessageChannel<OutgoingEmail>;
