import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";

/**
 * The messages of these runs have an outcome: the runs that wait for it become due. Called in the transaction that saves
 * the outcome, so a run never waits for an outcome that is known. A turn under way, which may have looked before the
 * outcome was there, loses its lease, or it would put the run to sleep for good. A run that is held stays held; its
 * release makes it due. The caller wakes "runs" after the commit.
 */
export async function wakeRunsAfterOutcome(tx: WriteStatements, shopId: number, now: Instant, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  await tx.forShop(shopId).updateTable("Run").set({ dueAt: now, leaseOwner: null, leaseUntil: null })
    .where("id", "in", runIds).where("status", "=", "active").where("heldAt", "is", null)
    .where((run) => run.or([run("dueAt", "is", null), run("leaseOwner", "is not", null)]))
    .execute();
}
