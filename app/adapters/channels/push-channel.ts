import type { MessageChannel } from "./message-channel";

/** One web push as it is handed over: to every browser of one customer. */
export interface OutgoingPush {
  subscriptions: { id: string; endpoint: string; p256dh: string; auth: string }[];
  /** What the service worker gets. */
  notification: string;
  /** The newer message of a topic takes the place of the older while a browser is away (RFC 8030); up to 32 letters. */
  topic: string;
  /** Seconds for which a push service keeps it for a browser that is away. */
  ttl: number;
}

/** `gone` in its results: the ids of subscriptions that the push service has given up. */
export type PushChannel = MessageChannel<OutgoingPush>;
