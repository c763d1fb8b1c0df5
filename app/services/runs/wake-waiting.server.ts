import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";

/**
 * Makes the waiting runs of customers due whose date changed (R22), so that the steps they stand in are asked again. A
 * turn that is under way with what was known before loses its lease and is done anew. Who is held, or waits for a
 * message's outcome, is left alone.
 */
export async function wakeWaiting(tx: WriteStatements, shopId: number, customerIds: readonly string[], now: Instant): Promise<void> {
  for (const ids of chunksOf([...customerIds].sort(), 500)) {
    await tx.forShop(shopId).updateTable("Run").set({ dueAt: now, leaseOwner: null, leaseUntil: null })
      .where("customerId", "in", ids).where("status", "=", "active").where("heldAt", "is", null)
      .where((run) => run.or([run("dueAt", ">", now), run("leaseOwner", "is not", null)])).execute();
  }
}
