import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import { chunksOf } from "~/services/chunks-of";
import { recordPriceChanges } from "~/services/prices/record-price-changes.server";

export interface ProductRecord {
  id: string;
  title: string;
  handle: string;
  vendor: string;
  type: string;
  imageUrl: string | null;
  status: string;
  tags: readonly string[];
  updatedAt: Instant;
  variants: readonly VariantRecord[];
  /** Every variant the product has; those kept here that it does not name are gone. */
  variantIds: readonly string[];
}

interface VariantRecord {
  id: string;
  title: string;
  sku: string;
  priceMinor: number;
  compareAtMinor: number | null;
  available: boolean;
  imageUrl: string | null;
  position: number;
}

/** Upserts products with their variants (R45). An older one changes nothing; one deleted in Shopify stays deleted. */
export async function saveProducts(tx: WriteStatements, shop: ShopRow, records: readonly ProductRecord[]): Promise<void> {
  const own = tx.forShop(shop.id);
  for (const chunk of chunksOf(records)) {
    const known = await own.selectFrom("Product").select(["id", "updatedAt", "deletedAt"]).where("id", "in", chunk.map(({ id }) => id)).execute();
    const guard = new Map(known.map((row) => [row.id, row.deletedAt === null ? row.updatedAt : Infinity]));
    const fresh = chunk.filter((record) => record.updatedAt >= (guard.get(record.id) ?? -1));
    if (fresh.length === 0) continue;
    await own.insertInto("Product").values(fresh.map(({ variants: _, variantIds: __, tags, ...product }) => ({ ...product, shopId: shop.id, tags: JSON.stringify(tags), deletedAt: null })))
      .onConflict((conflict) => conflict.columns(["shopId", "id"]).doUpdateSet((row) => ({
        title: row.ref("excluded.title"), handle: row.ref("excluded.handle"), vendor: row.ref("excluded.vendor"), type: row.ref("excluded.type"),
        imageUrl: row.ref("excluded.imageUrl"), status: row.ref("excluded.status"), tags: row.ref("excluded.tags"), updatedAt: row.ref("excluded.updatedAt"),
      })))
      .execute();
    await saveVariants(tx, shop, fresh);
  }
}

async function saveVariants(tx: WriteStatements, shop: ShopRow, products: readonly ProductRecord[]): Promise<void> {
  const own = tx.forShop(shop.id);
  const rows = products.flatMap((product) => product.variants.map((variant) => ({
    ...variant, shopId: shop.id, productId: product.id, currency: shop.currency, available: variant.available ? 1 : 0,
  })));
  await recordPriceChanges(tx, shop.id, products.flatMap(({ updatedAt, variants }) => variants.map(({ id, priceMinor }) => ({ variantId: id, priceMinor, currency: shop.currency, at: updatedAt }))));
  for (const chunk of chunksOf(rows)) {
    await own.insertInto("Variant").values(chunk)
      .onConflict((conflict) => conflict.columns(["shopId", "id"]).doUpdateSet((row) => ({
        productId: row.ref("excluded.productId"), title: row.ref("excluded.title"), sku: row.ref("excluded.sku"), priceMinor: row.ref("excluded.priceMinor"),
        compareAtMinor: row.ref("excluded.compareAtMinor"), currency: row.ref("excluded.currency"), available: row.ref("excluded.available"),
        imageUrl: row.ref("excluded.imageUrl"), position: row.ref("excluded.position"),
      })))
      .execute();
  }
  const kept = await own.selectFrom("Variant").select(["id", "productId"]).where("productId", "in", products.map(({ id }) => id)).execute();
  const named = new Set(products.flatMap(({ variantIds }) => variantIds));
  const gone = kept.filter(({ id }) => !named.has(id)).map(({ id }) => id);
  for (const chunk of chunksOf(gone, 500)) await own.deleteFrom("Variant").where("id", "in", chunk).execute();
}
