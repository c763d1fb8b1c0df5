import type { WriteStatements } from "~/adapters/db/database.server";
import type { RemovalReason } from "~/domain/engine/run";
import type { ShopRow } from "~/queries/shop.server";
import { endRuns } from "./end-runs.server";
import type { WriteDeps } from "~/services/write-deps";

/** A customer leaves every scenario she is inside of, and the clocks that would bring her into one are stopped. */
export async function endRunsOfCustomer(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, customerId: string, reason: Exclude<RemovalReason, "replaced">): Promise<void> {
  const own = tx.forShop(shop.id);
  await own.deleteFrom("IdleClock").where("subjectId", "=", customerId).execute();
  const inside = await own.selectFrom("Run").select("id").where("customerId", "=", customerId).where("status", "=", "active").execute();
  if (inside.length > 0) await endRuns(tx, deps, shop, inside.map(({ id }) => id), reason);
}
