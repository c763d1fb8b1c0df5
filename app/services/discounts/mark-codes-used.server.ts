import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { codeKeyOf } from "~/domain/discount/write-code";

/**
 * An order was placed with these codes (R30): the first order of a code marks it, and further tellings change nothing.
 * A code of a pool that somebody used before it was given out is given out no more. `at` is when the order was placed.
 */
export async function markCodesUsed(tx: WriteStatements, shopId: number, codes: readonly string[], { orderId, at }: { orderId: string; at: Instant }): Promise<void> {
  const keys = [...new Set(codes.map(codeKeyOf))].filter((key) => key !== "").slice(0, 100);
  if (keys.length === 0) return;
  await tx.forShop(shopId).updateTable("DiscountCode").set({ status: "used", usedAt: at, usedOrderId: orderId }).where("codeKey", "in", keys).where("status", "!=", "used").execute();
}
