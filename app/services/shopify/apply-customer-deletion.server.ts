import type { WriteStatements } from "~/adapters/db/database.server";
import type { DeletedCustomerPayload } from "~/adapters/shopify/webhooks/customer-payloads";
import type { ShopRow } from "~/queries/shop.server";
import { endRunsOfCustomer } from "~/services/runs/end-runs-of-customer.server";
import { customerIdOf } from "~/services/customers/save-customers.server";
import type { WebhookDeps } from "./webhook-deps";

/**
 * customers/delete: she leaves every scenario, and nothing that names her stays on her row. Her figures stay. Of one who was
 * not known the id is noted, so that an import that is under way, gathered before, does not bring the customer back.
 */
export async function applyCustomerDeletion(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: DeletedCustomerPayload): Promise<void> {
  const customerId = await customerIdOf(tx, deps, shop, payload.admin_graphql_api_id);
  await endRunsOfCustomer(tx, deps, shop, customerId, "customer-deleted");
  await forgetProfile(tx, deps, shop.id, customerId);
}

/** Empties a customer's row and takes tags, traits, consents with their evidence, and memberships of segments away; the row stays, since runs, messages and orders refer to it. */
export async function forgetProfile(tx: WriteStatements, deps: WebhookDeps, shopId: number, customerId: string): Promise<void> {
  const shop = tx.forShop(shopId);
  await shop.deleteFrom("CustomerTag").where("customerId", "=", customerId).execute();
  await shop.deleteFrom("CustomerTagRemoval").where("customerId", "=", customerId).execute();
  await shop.deleteFrom("CustomerTrait").where("customerId", "=", customerId).execute();
  await shop.deleteFrom("TraitChange").where("customerId", "=", customerId).execute();
  await shop.deleteFrom("CustomerConsent").where("customerId", "=", customerId).execute();
  await shop.deleteFrom("ConsentStatement").where("customerId", "=", customerId).execute();
  await shop.deleteFrom("SegmentMember").where("customerId", "=", customerId).execute();
  await shop.deleteFrom("ShopifySegmentMember").where("customerId", "=", customerId).execute();
  await shop.deleteFrom("ShopifyWrite").where("subjectId", "=", customerId).execute();
  await shop.updateTable("Customer")
    .set({ email: null, phone: null, firstName: "", lastName: "", locale: null, city: null, countryCode: null, updatedAt: deps.now, deletedAt: deps.now })
    .where("id", "=", customerId).execute();
}
