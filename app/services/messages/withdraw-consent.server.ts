import type { WriteStatements } from "~/adapters/db/database.server";
import type { Channel } from "~/domain/message/channel";
import { shopDay } from "~/domain/schedule/shop-day";
import type { ShopRow } from "~/queries/shop.server";
import { consentsPermitting, recordConsents } from "~/services/customers/record-consents.server";
import { isShopifyChannel, queueConsentWrite } from "~/services/shopify/queue-shopify-write.server";
import { recordCounts } from "~/services/record-counts.server";
import type { WriteDeps } from "~/services/write-deps";

export interface Withdrawal {
  messageId: string;
  source: "one-click" | "unsubscribe-link" | "complaint" | "sms-reply" | "push-off";
  /** Which text she saw, or what was said for her; null where it is not known. */
  text: string | null;
  /** What proves it, besides the message: the agent, the provider's event. */
  evidence: Record<string, string>;
}

/**
 * Withdraws the consent that a message was sent under (R42); a transactional one was sent under none, so all that permit
 * its channel. Counts the message as unsubscribed once, however often it is said. Shopify hears of it through the outbox: the
 * caller wakes "shopify-writes" after the transaction. Answers false where the message is gone.
 */
export async function withdrawConsent(tx: WriteStatements, deps: WriteDeps, shop: Pick<ShopRow, "id" | "timeZone">, { messageId, source, text, evidence }: Withdrawal): Promise<boolean> {
  const own = tx.forShop(shop.id);
  const message = await own.selectFrom("Message").select(["channel", "customerId", "consentId", "scenarioId", "versionId", "stepId", "unsubscribedAt"]).where("id", "=", messageId).executeTakeFirst();
  if (!message) return false;
  const channel = message.channel as Channel;
  const customer = await own.selectFrom("Customer").select("deletedAt").where("id", "=", message.customerId).executeTakeFirst();
  // Who is deleted gets nothing any more, and nothing is kept of her.
  const consents = customer?.deletedAt !== null ? [] : await underWhich(tx, shop.id, channel, message.consentId);
  const proof = JSON.stringify({ messageId, ...evidence });
  for (const consent of consents) {
    await recordConsents(tx, deps, shop.id, consent.id, [{ customerId: message.customerId, state: "withdrawn", at: deps.now, source, text, evidence: proof }]);
    if (isShopifyChannel(consent.shopify)) await queueConsentWrite(tx, shop.id, consent.shopify, message.customerId, "withdrawn", deps.now);
  }
  if (message.unsubscribedAt === null) {
    await own.updateTable("Message").set({ unsubscribedAt: deps.now }).where("id", "=", messageId).execute();
    const { scenarioId, versionId, stepId } = message;
    await recordCounts(tx, deps.newId, shop.id, [{ scenarioId, versionId, stepId, channel, reason: source, metric: "unsubscribed", day: shopDay(deps.now, shop.timeZone), value: 1 }]);
  }
  return true;
}

async function underWhich(tx: WriteStatements, shopId: number, channel: Channel, consentId: string | null) {
  return consentId === null ? consentsPermitting(tx, shopId, channel) : tx.forShop(shopId).selectFrom("Consent").select(["id", "shopify"]).where("id", "=", consentId).execute();
}
