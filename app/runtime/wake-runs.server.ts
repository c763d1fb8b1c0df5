import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";

/**
 * The messages of these runs have an outcome: the runs that wait for it become due. Called in the transaction that saves
 * the outcome, so a run never waits for an outcome that is known. A run that is held stays held; its release makes it due.
 * The caller wakes "runs" after the commit.
 */
export async function wakeRunsAfterOutcome(tx: WriteStatements, shopId: number, now: Instant, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  await tx.forShop(shopId).updateTable("Run").set({ dueAt: now })
    .where("id", "in", runIds).where("status", "=", "active").where("dueAt", "is", null).where("heldAt", "is", null)
    .execute();
}
