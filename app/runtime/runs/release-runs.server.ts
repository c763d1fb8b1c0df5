import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { WalkOfAll } from "~/domain/scenario/walk";
import { runsOfPiece } from "~/services/runs/runs-of-piece.server";
import { nextOfAll } from "~/services/runs/walk-runs.server";
import { heldFor } from "./overdue-runs.server";

const PIECE = 2_000;

/**
 * R9: lets held runs go on. The time they were held is added to their wait, unless their clocks ran on, and each becomes due at once, so that its
 * step says anew how long it waits. Hold all of them first (`holdRuns` until its walk is at its end). Does one piece of a walk over everybody
 * inside and answers how many it released and how far it came; call it until `reached` is null, then wake "runs". Who is held stands still, so the walk meets all of them.
 */
export async function releaseRuns(
  tx: WriteStatements, shopId: number, scenarioId: string, now: Instant, { clocksRunOn = false, from }: { clocksRunOn?: boolean; from?: WalkOfAll | undefined } = {},
): Promise<{ released: number; reached: WalkOfAll | null }> {
  const { ids, reached } = await nextOfAll(tx, shopId, scenarioId, from, PIECE);
  if (ids.length === 0) return { released: 0, reached };
  const { numAffectedRows } = await sql`
    with ${runsOfPiece(tx, shopId, ids)}
    update "Run" set "dueAt" = ${now}, "heldMs" = "heldMs" + ${clocksRunOn ? sql`0` : heldFor(now)}, "heldAt" = null
    from piece where "Run"."shopId" = piece."shopId" and "Run"."id" = piece."id" and "Run"."heldAt" is not null`.execute(tx.acrossShops);
  return { released: Number(numAffectedRows ?? 0), reached };
}
