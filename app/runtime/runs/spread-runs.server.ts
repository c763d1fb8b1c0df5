import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant, Milliseconds } from "~/domain/instant";
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
 * n-th of them, in the order of their ids, at n / total of it. Does one piece; answers how many runs it released and how
 * many of these were overdue.
 */
export async function spreadRuns(tx: WriteStatements, shopId: number, scenarioId: string, spread: Spread): Promise<{ released: number; overdue: number }> {
  const { now, over, total, done, clocksRunOn } = spread;
  const { rows } = await sql<{ id: string; overdue: number }>`
    select "id", case when ${isOverdue(tx.dialect, spread)} then 1 else 0 end as "overdue" from "Run"
    where "shopId" = ${shopId} and "scenarioId" = ${scenarioId} and "status" = 'active' and "heldAt" is not null
    order by "id" limit ${PIECE}`.execute(tx.acrossShops);
  if (rows.length === 0) return { released: 0, overdue: 0 };
  let place = done;
  const due = rows.map((row): [number, string, Instant] => [shopId, row.id, row.overdue ? now + Math.floor((over * Math.min(place++, total - 1)) / total) : now]);
  const rested = clocksRunOn ? sql`0` : heldFor(now);
  await sql`
    with v("shopId", "id", "dueAt") as (${valueRows(tx.dialect, ["bigint", "text", "bigint"], due)})
    update "Run" set "dueAt" = v."dueAt", "heldMs" = "heldMs" + ${rested}, "heldAt" = null from v
    where "Run"."shopId" = v."shopId" and "Run"."id" = v."id"`.execute(tx.acrossShops);
  return { released: rows.length, overdue: place - done };
}
