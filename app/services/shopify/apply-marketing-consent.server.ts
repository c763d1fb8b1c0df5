import type { WriteStatements } from "~/adapters/db/database.server";
import type { EmailConsentPayload, SmsConsentPayload } from "~/adapters/shopify/webhooks/customer-payloads";
import type { ShopRow } from "~/queries/shop.server";
import { consentInStepWith, consentStateOf, optInText, recordConsents } from "~/services/customers/record-consents.server";
import { buyerIdsOf, customerIdOf } from "~/services/customers/save-customers.server";
import type { ShopifyChannel } from "./queue-shopify-write.server";
import type { WebhookDeps } from "./webhook-deps";

/** customers_email_marketing_consent/update. */
export const applyEmailConsent = (tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: EmailConsentPayload): Promise<void> =>
  applyMarketingConsent(tx, deps, shop, "email", payload.customer_id, payload.email_marketing_consent);

/** customers_marketing_consent/update: text messages. A customer without a phone number has none. */
export async function applySmsConsent(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: SmsConsentPayload): Promise<void> {
  const said = payload.sms_marketing_consent;
  if (said?.state) await applyMarketingConsent(tx, deps, shop, "sms", payload.id, { ...said, state: said.state });
}

/**
 * The later change wins. "Not subscribed" takes a consent back where there was one; it says nothing of a customer who was
 * never asked.
 */
async function applyMarketingConsent(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, channel: ShopifyChannel, shopifyId: string, saying: EmailConsentPayload["email_marketing_consent"]): Promise<void> {
  const consentId = await consentInStepWith(tx, shop.id, channel);
  if (consentId === null) return;
  // What is told late of one who was merged belongs to the one kept.
  const told = await customerIdOf(tx, deps, shop, shopifyId);
  const customerId = (await buyerIdsOf(tx, shop.id, [shopifyId])).get(shopifyId) ?? told;
  const { state: said, consent_updated_at, opt_in_level } = saying;
  const at = consent_updated_at ?? deps.triggeredAt;
  const evidence = JSON.stringify({ shopify: said, ...(opt_in_level ? { optInLevel: opt_in_level } : {}) });
  let state = consentStateOf(said);
  if (state === null) {
    const before = await tx.forShop(shop.id).selectFrom("CustomerConsent").select("state").where("customerId", "=", customerId).where("consentId", "=", consentId).executeTakeFirst();
    if (!before) return;
    state = "withdrawn";
  }
  await recordConsents(tx, deps, shop.id, consentId, [{ customerId, state, at, source: "shopify", text: optInText(state, opt_in_level), evidence }]);
  // What was said later there must not be overwritten by what Shopify has yet to hear from here.
  await tx.forShop(shop.id).deleteFrom("ShopifyWrite").where("kind", "=", `${channel}-consent`).where("subjectId", "=", customerId).where("status", "=", "waiting").where("queuedAt", "<", at).execute();
}
