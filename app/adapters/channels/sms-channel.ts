import type { MessageChannel } from "./message-channel";

/** One text message as it is handed over. */
export interface OutgoingSms {
  /** A phone number (E.164), a name, or a messaging service (MG…). */
  from: string;
  /** E.164. */
  to: string;
  text: string;
  /** Where the provider tells what became of it; carries our own reference. Null for a test. */
  callback: string | null;
}

/** Text messages have no idempotency key: what is not known is asked for, by receiver, text and time. */
export type SmsChannel = MessageChannel<OutgoingSms>;
