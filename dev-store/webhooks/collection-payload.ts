import { gid, shopTime } from "./shopify-format.ts";
import { rawInteger } from "./raw-integer.ts";
import type { Collection, Shop } from "../state/types.ts";

/** `collections/create` and `collections/update`: Shopify says nothing of the products in it. */
export function collectionPayload(collection: Collection, shop: Shop, now: number) {
  const updatedAt = shopTime(collection.updatedAt ?? now, shop);
  return {
    id: rawInteger(collection.id),
    handle: collection.handle,
    title: collection.title,
    updated_at: updatedAt,
    body_html: collection.description,
    published_at: updatedAt,
    sort_order: "manual",
    template_suffix: null,
    published_scope: "web",
    admin_graphql_api_id: gid("Collection", collection.id),
  };
}

/** `collections/delete` */
export function deletedCollectionPayload(collectionId: string) {
  return { id: rawInteger(collectionId), published_scope: "web", admin_graphql_api_id: gid("Collection", collectionId) };
}
