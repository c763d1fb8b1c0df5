import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Settling } from "~/domain/scenario/settling";
import type { Instant } from "~/domain/instant";
import { runsOfPiece, standsIn } from "./runs-of-piece.server";
import { nextRuns } from "./walk-runs.server";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 2_000;

/**
 * Makes runs due that stand in a step which a new version took away or changed (R38, R39), so that the engine looks at
 * them by that version. One that waits for a message's outcome in a changed step is left to that outcome, one that is
 * held to its release, one that finishes on an older version alone. Does one piece and answers what is left, or null when that was the last.
 */
export async function lookAgain(
  tx: WriteStatements, shopId: number, scenarioId: string, { gone, changed, walk: reached }: NonNullable<Settling["lookAgain"]>, now: Instant,
): Promise<Settling["lookAgain"] | null> {
  const { ids, walk } = await nextRuns(tx, { shopId, scenarioId, pinnedTo: null }, reached ?? { steps: [...gone, ...changed], after: "" }, PIECE);
  if (ids.length > 0) {
    await sql`
      with ${runsOfPiece(tx, shopId, ids)}
      update "Run" set "dueAt" = ${now} from piece
      where "Run"."shopId" = piece."shopId" and "Run"."id" = piece."id" and "Run"."status" = 'active' and "Run"."heldAt" is null
        and (${standsIn(gone)} or (${standsIn(changed)} and "Run"."dueAt" > ${now}))`.execute(tx.acrossShops);
  }
  return walk && { gone, changed, walk };
}
