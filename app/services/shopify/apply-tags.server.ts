import type { WriteStatements } from "~/adapters/db/database.server";
import type { TagsPayload } from "~/adapters/shopify/webhooks/customer-payloads";
import type { ShopRow } from "~/queries/shop.server";
import { addTags, removeTags } from "~/services/customers/save-customer-tags.server";
import { customerIdOf } from "~/services/customers/save-customers.server";
import type { WebhookDeps } from "./webhook-deps";

/** customer.tags_added; the customer may be unknown so far. */
export async function applyTagsAdded(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: TagsPayload): Promise<void> {
  await addTags(tx, deps, shop.id, await customerIdOf(tx, deps, shop, payload.customerId), payload.tags, payload.occurredAt);
}

/** customer.tags_removed */
export async function applyTagsRemoved(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: TagsPayload): Promise<void> {
  await removeTags(tx, deps, shop.id, await customerIdOf(tx, deps, shop, payload.customerId), payload.tags, payload.occurredAt);
}
