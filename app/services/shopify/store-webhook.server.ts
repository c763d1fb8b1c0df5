import type { ServiceContext } from "~/app-context";
import type { Instant } from "~/domain/instant";

export interface ReceivedWebhook {
  shopDomain: string;
  topic: string;
  /** X-Shopify-Webhook-Id: the same for every delivery of one webhook. */
  webhookId: string;
  eventId: string | null;
  triggeredAt: Instant;
  payload: string;
}

/** Stores a verified webhook to be worked later. One delivered before is left alone. */
export async function storeWebhook(context: ServiceContext, webhook: ReceivedWebhook): Promise<"stored" | "duplicate"> {
  const now = context.clock.now();
  const { numInsertedOrUpdatedRows } = await context.db.write((tx) =>
    tx.acrossShops.insertInto("WebhookReceipt")
      .values({ id: context.newId(), ...webhook, receivedAt: now, status: "waiting", attempts: 0, nextTryAt: now, error: null })
      .onConflict((conflict) => conflict.columns(["shopDomain", "webhookId"]).doNothing())
      .executeTakeFirst());
  if (numInsertedOrUpdatedRows === 0n) return "duplicate";
  context.wake.wake("webhooks");
  return "stored";
}
