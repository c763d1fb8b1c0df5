import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { forgetContents } from "~/services/messages/forget-contents.server";

/** Cancels what runs that have ended asked for and nobody holds just now: messages, and errands between two tries. `reason` is why they ended; at most 500 ids a call. */
export async function cancelUnsent(tx: WriteStatements, shopId: number, runIds: readonly string[], reason: string, now: Instant): Promise<void> {
  if (runIds.length === 0) return;
  const own = tx.forShop(shopId);
  const cancelled = await own.updateTable("Message").set({ status: "cancelled", reason, dueAt: null })
    .where("runId", "in", runIds).where("status", "=", "queued").where("batchId", "is", null).returning(["id", "attempts", "providerId"]).execute();
  // Kept of an earlier try in case that it was taken after all; of one that was, the links stay.
  await forgetContents(tx, shopId, cancelled.flatMap(({ id, attempts, providerId }) => (attempts > 0 && providerId === null ? [id] : [])));
  // What a person asked to be tried again does not belong to the run any more.
  await own.updateTable("Errand").set({ status: "cancelled", reason, nextTryAt: null, settledAt: now })
    .where("runId", "in", runIds).where("status", "=", "queued").where("retriedAt", "is", null).execute();
}
