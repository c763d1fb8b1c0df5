import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { WalkOfAll } from "~/domain/scenario/walk";
import { runsOfPiece } from "~/services/runs/runs-of-piece.server";
import { nextOfAll } from "~/services/runs/walk-runs.server";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 2_000;

/**
 * R9: holds the runs of a scenario where they stand; their clocks rest from `now`, the moment it was stopped. Does one
 * piece of a walk over everybody inside and answers how many runs it held and how far it came: call it again, in further transactions, until
 * `reached` is null. A run under a lease loses it, so a turn that is under way saves nothing of it. One walk is enough: a turn saves nothing
 * and nobody enters once the scenario is stopped, so nobody comes to where the walk has been (one that was set aside and is put back is due, and held by the turn that takes it).
 */
export async function holdRuns(tx: WriteStatements, shopId: number, scenarioId: string, now: Instant, from?: WalkOfAll): Promise<{ held: number; reached: WalkOfAll | null }> {
  const { ids, reached } = await nextOfAll(tx, shopId, scenarioId, from, PIECE);
  if (ids.length === 0) return { held: 0, reached };
  const { numAffectedRows } = await sql`
    with ${runsOfPiece(tx, shopId, ids)}
    update "Run" set "heldAt" = ${now}, "dueAt" = null, "leaseOwner" = null, "leaseUntil" = null
    from piece where "Run"."shopId" = piece."shopId" and "Run"."id" = piece."id" and "Run"."heldAt" is null`.execute(tx.acrossShops);
  return { held: Number(numAffectedRows ?? 0), reached };
}
