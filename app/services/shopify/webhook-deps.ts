import type { Instant } from "~/domain/instant";
import type { WriteDeps } from "~/services/write-deps";

export interface WebhookDeps extends WriteDeps {
  /** When Shopify says the change happened. */
  triggeredAt: Instant;
}

/** What a webhook refers to is not here yet, since webhooks come in any order; it is tried again later. */
export class NotYet extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotYet";
  }
}
