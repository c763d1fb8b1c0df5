import type { WriteStatements } from "~/adapters/db/database.server";
import type { EmailConsentPayload } from "~/adapters/shopify/webhooks/customer-payloads";
import type { ShopRow } from "~/queries/shop.server";
import { consentInStepWith, consentStateOf, optInText, recordConsents } from "~/services/customers/record-consents.server";
import { customerIdOf } from "~/services/customers/save-customers.server";
import type { WebhookDeps } from "./webhook-deps";

/**
 * customers_email_marketing_consent/update. The later change wins. "Not subscribed" takes a consent back where there was
 * one; it says nothing of a customer who was never asked.
 */
export async function applyEmailConsent(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: EmailConsentPayload): Promise<void> {
  const consentId = await consentInStepWith(tx, shop.id, "email");
  if (consentId === null) return;
  const customerId = await customerIdOf(tx, deps, shop, payload.customer_id);
  const { state: told, consent_updated_at, opt_in_level } = payload.email_marketing_consent;
  const at = consent_updated_at ?? deps.triggeredAt;
  const evidence = JSON.stringify({ shopify: told, ...(opt_in_level ? { optInLevel: opt_in_level } : {}) });
  let state = consentStateOf(told);
  if (state === null) {
    const before = await tx.forShop(shop.id).selectFrom("CustomerConsent").select("state").where("customerId", "=", customerId).where("consentId", "=", consentId).executeTakeFirst();
    if (!before) return;
    state = "withdrawn";
  }
  await recordConsents(tx, deps, shop.id, consentId, [{ customerId, state, at, source: "shopify", text: optInText(state, opt_in_level), evidence }]);
  // What she said later there must not be overwritten by what Shopify has yet to hear from here.
  await tx.forShop(shop.id).deleteFrom("ShopifyWrite").where("kind", "=", "email-consent").where("subjectId", "=", customerId).where("status", "=", "waiting").where("queuedAt", "<", at).execute();
}
