import type { Statements } from "~/adapters/db/database.server";
import { readCart } from "~/queries/message-sources.server";
import { chunksOf } from "~/services/chunks-of";

/** The variants in the carts that people have now: of a customer the latest cart of each browser, of a visitor that of theirs, unless it was ordered. */
export async function cartsNow(db: Pick<Statements, "forShop">, shopId: number, subjectIds: readonly string[], whose: "customerId" | "visitorId" = "customerId"): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const inCarts = new Map<string, Set<string>>();
  for (const chunk of chunksOf(subjectIds, 1_000)) {
    const rows = await db.forShop(shopId).selectFrom("Cart").select(["token", "customerId", "visitorId", "currency", "totalMinor", "lines", "checkoutUrl", "orderedAt"])
      .where(whose, "in", chunk).orderBy("updatedAt").execute();
    const latest = new Map(rows.map((row) => [`${row.customerId}\n${row.visitorId ?? row.token}`, row]));
    for (const row of latest.values()) {
      const subjectId = row[whose];
      if (row.orderedAt !== null || subjectId === null) continue;
      const variants = inCarts.get(subjectId) ?? new Set();
      for (const { variantId } of readCart(row).lines) variants.add(variantId);
      inCarts.set(subjectId, variants);
    }
  }
  return inCarts;
}
