import type { WriteStatements } from "~/adapters/db/database.server";
import type { DeletedProductPayload, ProductPayload } from "~/adapters/shopify/webhooks/product-payloads";
import { fromDecimal } from "~/domain/money";
import type { ShopRow } from "~/queries/shop.server";
import { queueCollectionReads } from "~/services/collections/queue-collection-reads.server";
import { saveProducts } from "./save-products.server";
import type { WebhookDeps } from "./webhook-deps";

/** Shopify puts products into automated collections a while after they changed, and orders change a product again and again. */
const LOOK_AFTER_MS = 30_000;

/** products/create and products/update. They do not say in which collections the product is, so Shopify is asked. */
export async function applyProduct(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: ProductPayload): Promise<void> {
  const imageOf = new Map((payload.images ?? []).flatMap(({ src, variant_ids }) => (variant_ids ?? []).map((id) => [id, src] as const)));
  await saveProducts(tx, shop, [{
    id: payload.admin_graphql_api_id,
    title: payload.title,
    handle: payload.handle,
    vendor: payload.vendor ?? "",
    type: payload.product_type ?? "",
    imageUrl: payload.image?.src ?? payload.images?.[0]?.src ?? null,
    status: payload.status.toUpperCase(),
    tags: (payload.tags ?? "").split(",").map((tag) => tag.trim()).filter((tag) => tag !== ""),
    updatedAt: payload.updated_at,
    variants: payload.variants.map((variant) => ({
      id: variant.admin_graphql_api_id,
      title: variant.title,
      sku: variant.sku ?? "",
      priceMinor: fromDecimal(variant.price, shop.currency),
      compareAtMinor: variant.compare_at_price ? fromDecimal(variant.compare_at_price, shop.currency) : null,
      available: payload.status === "active" && (variant.inventory_management === null || variant.inventory_policy === "continue" || (variant.inventory_quantity ?? 1) > 0),
      imageUrl: imageOf.get(variant.admin_graphql_api_id) ?? null,
      position: variant.position,
    })),
    variantIds: (payload.variant_gids ?? payload.variants).map(({ admin_graphql_api_id }) => admin_graphql_api_id),
  }]);
  await queueCollectionReads(tx, shop.id, "product", [payload.admin_graphql_api_id], deps.now + LOOK_AFTER_MS);
}

/** products/delete: no longer shown or recommended; orders and messages still name it. */
export async function applyProductDeletion(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: DeletedProductPayload): Promise<void> {
  const own = tx.forShop(shop.id);
  await own.insertInto("Product")
    .values({ shopId: shop.id, id: payload.id, title: "", handle: "", vendor: "", type: "", imageUrl: null, status: "ARCHIVED", tags: "[]", updatedAt: deps.triggeredAt, deletedAt: deps.triggeredAt })
    .onConflict((conflict) => conflict.columns(["shopId", "id"]).doUpdateSet({ deletedAt: deps.triggeredAt, status: "ARCHIVED" }))
    .execute();
  await own.deleteFrom("ProductCollection").where("productId", "=", payload.id).execute();
  await own.updateTable("Variant").set({ available: 0 }).where("productId", "=", payload.id).execute();
}
