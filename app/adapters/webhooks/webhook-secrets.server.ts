import { createHmac } from "node:crypto";
import type { WebhookSecrets } from "./webhook-sender";

/** Secrets derived from the app's own, so that none lies in the database. */
export function createWebhookSecrets(appSecret: string): WebhookSecrets {
  const key = createHmac("sha256", appSecret).update("webhooks to receivers").digest();
  return {
    secretOf: (shopId, version) => `whsec_${createHmac("sha256", key).update(`${shopId}:${version}`).digest("base64url")}`,
    hmac: (secret, text) => createHmac("sha256", secret).update(text).digest("hex"),
  };
}
