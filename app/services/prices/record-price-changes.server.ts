import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";

export interface ToldPrice {
  variantId: string;
  /** Minor units of `currency`. */
  priceMinor: number;
  currency: string;
  at: Instant;
}

/**
 * The price history in the shop's own prices (R18, and the lowest price of 30 days by Directive 98/6/EC, Article 6a). To be called before the variants
 * are saved: a row is written where the price differs from the one kept, or none was kept.
 */
export async function recordPriceChanges(tx: WriteStatements, shopId: number, told: readonly ToldPrice[]): Promise<void> {
  for (const chunk of chunksOf(told, 1_000)) {
    const kept = await tx.forShop(shopId).selectFrom("Variant").select(["id", "priceMinor", "currency"]).where("id", "in", chunk.map(({ variantId }) => variantId)).execute();
    const before = new Map(kept.map((row) => [row.id, row]));
    const changed = chunk.filter(({ variantId, priceMinor, currency }) => before.get(variantId)?.priceMinor !== priceMinor || before.get(variantId)?.currency !== currency);
    if (changed.length === 0) continue;
    // Shopify tells the second: of two changes within one the later holds.
    await tx.acrossShops.insertInto("PriceChange").values(changed.map((change) => ({ shopId, market: "", ...change })))
      .onConflict((conflict) => conflict.columns(["shopId", "variantId", "market", "at"]).doUpdateSet((row) => ({ priceMinor: row.ref("excluded.priceMinor"), currency: row.ref("excluded.currency") })))
      .execute();
  }
}
