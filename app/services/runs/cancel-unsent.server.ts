import type { WriteStatements } from "~/adapters/db/database.server";

/** Cancels what runs that have ended asked for and no provider call holds yet. `reason` is why they ended; at most 500 ids a call. */
export async function cancelUnsent(tx: WriteStatements, shopId: number, runIds: readonly string[], reason: string): Promise<void> {
  if (runIds.length === 0) return;
  await tx.forShop(shopId).updateTable("Message").set({ status: "cancelled", reason, dueAt: null })
    .where("runId", "in", runIds).where("status", "=", "queued").where("batchId", "is", null).execute();
}
