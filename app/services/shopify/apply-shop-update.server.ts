import type { WriteStatements } from "~/adapters/db/database.server";
import type { ScopesPayload, ShopPayload } from "~/adapters/shopify/webhooks/shop-payloads";
import type { ShopRow } from "~/queries/shop.server";
import { keepSchedulesOfShop } from "~/services/scenarios/keep-schedules.server";
import type { WebhookDeps } from "./webhook-deps";

/** shop/update: the shop's own facts. The sender's name and address are the merchant's choice and stay. */
export async function applyShopUpdate(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: ShopPayload): Promise<void> {
  const at = payload.updated_at ?? deps.triggeredAt;
  await tx.acrossShops.updateTable("Shop")
    .set({
      name: payload.name,
      email: payload.customer_email ?? payload.email ?? shop.email,
      currency: payload.currency,
      timeZone: payload.iana_timezone ?? shop.timeZone,
      locale: payload.primary_locale ?? shop.locale,
      storefrontUrl: payload.domain && payload.domain !== payload.myshopify_domain ? `https://${payload.domain}` : shop.storefrontUrl,
      shopifyUpdatedAt: at,
    })
    .where("id", "=", shop.id)
    .where((row) => row.or([row("shopifyUpdatedAt", "is", null), row("shopifyUpdatedAt", "<=", at)]))
    .execute();
  await keepSchedulesOfShop(tx, deps, shop.id);
}

/** app/scopes_update: what the merchant has granted, kept with the offline token. */
export async function applyScopesUpdate(tx: WriteStatements, _deps: WebhookDeps, shop: ShopRow, payload: ScopesPayload): Promise<void> {
  await tx.acrossShops.updateTable("Session").set({ scope: payload.current.join(",") }).where("shop", "=", shop.domain).where("isOnline", "=", 0).execute();
}
