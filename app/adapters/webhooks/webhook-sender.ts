import type { WebhookAnswer } from "~/domain/webhook/judge-answer";

/** Delivers webhooks: one POST, to public addresses alone, no redirect followed, within a time limit. */
export interface WebhookSender {
  /** One try. `url` is as the merchant wrote it and passed `urlProblem`. Never rejects. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<WebhookAnswer>;
}

/** What webhooks of a shop are signed with, shown to the merchant. */
export interface WebhookSecrets {
  /** The secret of a shop; `version` counts how often it was changed. */
  secretOf(shopId: number, version: number): string;
  hmac(secret: string, text: string): string;
}
