import type { IncomingHttpHeaders } from "node:http";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

export type VerifyResendWebhook = (body: string, headers: IncomingHttpHeaders) => boolean;

/** Resend signs by Standard Webhooks under the header names of Svix; five minutes of real time either way are allowed. */
export function createResendVerifier(secret: string): VerifyResendWebhook {
  const webhook = new Webhook(secret);
  return (body, headers) => {
    const header = (name: string) => String(headers[`svix-${name}`] ?? headers[`webhook-${name}`] ?? "");
    try {
      webhook.verify(body, { "webhook-id": header("id"), "webhook-timestamp": header("timestamp"), "webhook-signature": header("signature") }, { jsonParse: false });
      return true;
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      return false;
    }
  };
}
