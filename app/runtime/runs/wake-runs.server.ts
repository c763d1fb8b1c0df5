import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { runsOfPiece } from "~/services/runs/runs-of-piece.server";

/**
 * The messages of these runs have an outcome: the runs that wait for it become due. Called in the transaction that saves
 * the outcome, so a run never waits for an outcome that is known. A turn under way, which may have looked before the
 * outcome was there, loses its lease, or it would put the run to sleep for good. A run that is held stays held; its
 * release makes it due. The rows of those who are due or held are written too: whoever takes one of them on, or releases it, since this
 * transaction began, came between, and this is done again. The caller wakes "runs" after the commit.
 */
export async function wakeRunsAfterOutcome(tx: WriteStatements, shopId: number, now: Instant, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  await sql`
    with ${runsOfPiece(tx, shopId, runIds)}
    update "Run" set "dueAt" = case when "heldAt" is null and "dueAt" is null then cast(${now} as bigint) else "dueAt" end, "leaseOwner" = null, "leaseUntil" = null
    from piece where "Run"."shopId" = piece."shopId" and "Run"."id" = piece."id" and "Run"."status" = 'active'`.execute(tx.acrossShops);
}
