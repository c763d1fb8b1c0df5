import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant, Milliseconds } from "~/domain/instant";
import type { WalkOfAll } from "~/domain/scenario/walk";
import { runsOfPiece } from "~/services/runs/runs-of-piece.server";
import { nextOfAll } from "~/services/runs/walk-runs.server";
import { heldFor, isOverdue, type Overdue } from "./overdue-runs.server";

const PIECE = 2_000;

export interface Spread extends Overdue {
  over: Milliseconds;
  /** How many are overdue in all, and how many of them were let go. */
  total: number;
  done: number;
}

/**
 * R9: lets held runs go on as `releaseRuns` does, but those who are overdue one after the other, evenly over a time: the
 * n-th of them, in the order of a walk over everybody inside, at n / total of it. Does one piece of that walk; answers
 * how many of those it released were overdue and how far it came.
 */
export async function spreadRuns(tx: WriteStatements, shopId: number, scenarioId: string, spread: Spread, from?: WalkOfAll): Promise<{ overdue: number; reached: WalkOfAll | null }> {
  const { now, over, total, done, clocksRunOn } = spread;
  const { ids, reached } = await nextOfAll(tx, shopId, scenarioId, from, PIECE);
  if (ids.length === 0) return { overdue: 0, reached };
  const { rows } = await sql<{ id: string; overdue: number }>`
    with ${runsOfPiece(tx, shopId, ids)}
    select "Run"."id" as "id", case when ${isOverdue(tx.dialect, spread)} then 1 else 0 end as "overdue" from piece join "Run" on "Run"."shopId" = piece."shopId" and "Run"."id" = piece."id"
    where "Run"."heldAt" is not null order by "Run"."id"`.execute(tx.acrossShops);
  if (rows.length === 0) return { overdue: 0, reached };
  let place = done;
  const due = rows.map((row): [number, string, Instant] => [shopId, row.id, row.overdue ? now + Math.floor((over * Math.min(place++, total - 1)) / total) : now]);
  const rested = clocksRunOn ? sql`0` : heldFor(now);
  await sql`
    with v("shopId", "id", "dueAt") as (${valueRows(tx.dialect, ["bigint", "text", "bigint"], due)})
    update "Run" set "dueAt" = v."dueAt", "heldMs" = "heldMs" + ${rested}, "heldAt" = null from v
    where "Run"."shopId" = v."shopId" and "Run"."id" = v."id"`.execute(tx.acrossShops);
  return { overdue: place - done, reached };
}
