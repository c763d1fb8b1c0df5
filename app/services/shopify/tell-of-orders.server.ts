import type { WriteStatements } from "~/adapters/db/database.server";
import { chunksOf } from "~/services/chunks-of";
import { customersChanged } from "~/services/customers/customers-changed.server";
import type { WriteDeps } from "~/services/write-deps";

/** Whose orders these are may fit other segments since (R8, R20, R31): one came that is not live, was cancelled or refunded. The caller wakes "runs" after the commit. */
export async function tellOfOrders(tx: WriteStatements, deps: WriteDeps, shopId: number, orderIds: readonly string[]): Promise<void> {
  for (const piece of chunksOf(orderIds, 500)) {
    const owners = await tx.forShop(shopId).selectFrom("ShopOrder").select("customerId").distinct().where("id", "in", piece).where("customerId", "is not", null).orderBy("customerId").execute();
    await customersChanged(tx, deps, shopId, owners.flatMap(({ customerId }) => (customerId === null ? [] : [{ customerId, need: "orders" as const, at: deps.now }])));
  }
}
