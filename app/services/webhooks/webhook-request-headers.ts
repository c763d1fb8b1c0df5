import type { WebhookHeader } from "~/domain/webhook/webhook-headers";

/** All headers of one try: the merchant's, then ours, which the receiver may rely on. */
export function webhookRequestHeaders(own: readonly WebhookHeader[], { id, attempt, signature, test }: { id: string; attempt: number; signature: string; test: boolean }): Record<string, string> {
  return {
    ...Object.fromEntries(own.map(({ name, value }) => [name, value])),
    "Content-Type": "application/json; charset=utf-8",
    "User-Agent": "Scenarios-Webhooks/1",
    // The same in every try of a delivery: a receiver that keeps it takes each delivery once.
    "Idempotency-Key": id,
    "X-Scenarios-Delivery": id,
    "X-Scenarios-Attempt": String(attempt),
    "X-Scenarios-Signature": signature,
    ...(test ? { "X-Scenarios-Test": "1" } : {}),
  };
}
