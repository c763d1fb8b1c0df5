import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";

/**
 * Makes the waiting runs of customers due whose date changed (R22), so that the steps they stand in are asked again. A
 * turn that is under way with what was known before loses its lease and is done anew. Who is held, or waits for a
 * message's outcome, stays so. The rows of those who are due or held are written too: whoever takes one of them on, or releases it, since this
 * transaction began, came between, and this is done again.
 */
export async function wakeWaiting(tx: WriteStatements, shopId: number, customerIds: readonly string[], now: Instant): Promise<void> {
  for (const ids of chunksOf([...customerIds].sort(), 500)) {
    await tx.forShop(shopId).updateTable("Run")
      .set({ dueAt: sql<Instant | null>`case when "heldAt" is null and "dueAt" > ${now} then cast(${now} as bigint) else "dueAt" end`, leaseOwner: null, leaseUntil: null })
      .where("customerId", "in", ids).where("status", "=", "active").execute();
  }
}
