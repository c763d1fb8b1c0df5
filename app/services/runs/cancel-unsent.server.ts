import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { forgetContents } from "~/services/messages/forget-contents.server";
import { runsOfPiece } from "./runs-of-piece.server";

/** Cancels what runs that have ended asked for and nobody holds just now: messages, and errands of which each try was heard. `reason` is why they ended; at most 500 ids a call. */
export async function cancelUnsent(tx: WriteStatements, shopId: number, runIds: readonly string[], reason: string, now: Instant): Promise<void> {
  if (runIds.length === 0) return;
  const { rows: cancelled } = await sql<{ id: string; attempts: number; providerId: string | null }>`
    with ${runsOfPiece(tx, shopId, runIds)}
    update "Message" set "status" = 'cancelled', "reason" = ${reason}, "dueAt" = null from piece
    where "Message"."shopId" = piece."shopId" and "Message"."runId" = piece."id" and "Message"."status" = 'queued' and "Message"."batchId" is null
    returning "Message"."id" as "id", "Message"."attempts" as "attempts", "Message"."providerId" as "providerId"`.execute(tx.acrossShops);
  // Kept of an earlier try in case that it was taken after all; of one that was, the links stay.
  await forgetContents(tx, shopId, cancelled.flatMap(({ id, attempts, providerId }) => (attempts > 0 && providerId === null ? [id] : [])));
  // What a person asked to be tried again does not belong to the run any more. What may have been taken has an outcome to find out.
  await sql`
    with ${runsOfPiece(tx, shopId, runIds)}
    update "Errand" set "status" = 'cancelled', "reason" = ${reason}, "nextTryAt" = null, "settledAt" = ${now} from piece
    where "Errand"."shopId" = piece."shopId" and "Errand"."runId" = piece."id" and "Errand"."status" = 'queued' and "Errand"."unheard" = 0 and "Errand"."retriedAt" is null`.execute(tx.acrossShops);
}
