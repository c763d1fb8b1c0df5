import type { WriteStatements } from "~/adapters/db/database.server";
import type { CollectionPayload, DeletedCollectionPayload } from "~/adapters/shopify/webhooks/collection-payloads";
import type { ShopRow } from "~/queries/shop.server";
import { queueCollectionReads } from "~/services/collections/queue-collection-reads.server";
import { noteCollectionGone, saveCollections } from "~/services/collections/save-collections.server";
import type { WebhookDeps } from "./webhook-deps";

/** Some changes in a row are one look. */
const LOOK_AFTER_MS = 10_000;

/** collections/create and collections/update: products came or went by hand, or its rules changed. The webhook does not say which, so Shopify is asked. */
export async function applyCollection(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: CollectionPayload): Promise<void> {
  const { admin_graphql_api_id: id, title, updated_at: updatedAt } = payload;
  await saveCollections(tx, shop.id, [{ id, title, updatedAt }]);
  await queueCollectionReads(tx, shop.id, "collection", [id], deps.now + LOOK_AFTER_MS);
}

/** collections/delete: it is known as deleted from now on, and its products go in pieces. */
export async function applyCollectionDeletion(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: DeletedCollectionPayload): Promise<void> {
  await noteCollectionGone(tx, shop.id, payload.admin_graphql_api_id, deps.triggeredAt);
  await queueCollectionReads(tx, shop.id, "collection", [payload.admin_graphql_api_id], deps.now);
}
