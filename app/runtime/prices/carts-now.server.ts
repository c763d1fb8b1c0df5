import type { Statements } from "~/adapters/db/database.server";
import { readCart } from "~/queries/message-sources.server";
import { chunksOf } from "~/services/chunks-of";

/** The variants in the carts that customers have now: the latest cart of each of their browsers, unless it was ordered. */
export async function cartsNow(db: Pick<Statements, "forShop">, shopId: number, customerIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const inCarts = new Map<string, Set<string>>();
  for (const chunk of chunksOf(customerIds, 1_000)) {
    const rows = await db.forShop(shopId).selectFrom("Cart").select(["token", "customerId", "visitorId", "currency", "totalMinor", "lines", "checkoutUrl", "orderedAt"])
      .where("customerId", "in", chunk).orderBy("updatedAt").execute();
    const latest = new Map(rows.map((row) => [`${row.customerId}\n${row.visitorId ?? row.token}`, row]));
    for (const row of latest.values()) {
      if (row.orderedAt !== null || row.customerId === null) continue;
      const variants = inCarts.get(row.customerId) ?? new Set();
      for (const { variantId } of readCart(row).lines) variants.add(variantId);
      inCarts.set(row.customerId, variants);
    }
  }
  return inCarts;
}
