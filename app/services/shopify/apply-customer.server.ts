import type { WriteStatements } from "~/adapters/db/database.server";
import type { CustomerPayload } from "~/adapters/shopify/webhooks/customer-payloads";
import type { ShopRow } from "~/queries/shop.server";
import type { CustomerRecord } from "~/services/customers/save-customers.server";
import { saveProfiles } from "~/services/customers/save-profiles.server";
import type { WebhookDeps } from "./webhook-deps";

/** customers/create and customers/update: her profile. */
export async function applyCustomer(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: CustomerPayload): Promise<void> {
  await saveProfiles(tx, deps, shop, [customerRecordOf({ ...payload, updated_at: payload.updated_at ?? deps.triggeredAt })]);
}

/** A customer of a webhook, in our words. */
export function customerRecordOf(payload: CustomerPayload): CustomerRecord {
  return {
    shopifyId: payload.admin_graphql_api_id,
    email: payload.email ?? null,
    phone: payload.phone ?? null,
    firstName: payload.first_name ?? "",
    lastName: payload.last_name ?? "",
    locale: null,
    countryCode: payload.default_address?.country_code ?? null,
    city: payload.default_address?.city ?? null,
    createdAt: payload.created_at ?? null,
    updatedAt: payload.updated_at ?? null,
  };
}
