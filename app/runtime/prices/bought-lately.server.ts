import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";

/** R18d: the products that customers ordered since, cancelled orders left out. */
export async function boughtLately(db: Pick<Statements, "forShop">, shopId: number, customerIds: readonly string[], since: Instant): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const bought = new Map<string, Set<string>>();
  for (const chunk of chunksOf(customerIds, 1_000)) {
    const rows = await db.forShop(shopId).selectFrom("ShopOrder")
      .innerJoin("OrderLine", (join) => join.onRef("OrderLine.shopId", "=", "ShopOrder.shopId").onRef("OrderLine.orderId", "=", "ShopOrder.id"))
      .select(["ShopOrder.customerId", "OrderLine.productId"])
      .where("ShopOrder.customerId", "in", chunk).where("ShopOrder.placedAt", ">=", since).where("ShopOrder.cancelledAt", "is", null).where("OrderLine.productId", "is not", null).execute();
    for (const { customerId, productId } of rows) {
      if (customerId === null || productId === null) continue;
      const products = bought.get(customerId) ?? new Set();
      bought.set(customerId, products.add(productId));
    }
  }
  return bought;
}
