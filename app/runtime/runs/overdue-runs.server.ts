import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Statements, WriteStatements } from "~/adapters/db/database.server";
import type { Dialect } from "~/adapters/db/dialect";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";
import type { WalkOfAll } from "~/domain/scenario/walk";
import { endRuns } from "~/services/runs/end-runs.server";
import { runsOfPiece } from "~/services/runs/runs-of-piece.server";
import { nextOfAll } from "~/services/runs/walk-runs.server";
import type { WriteDeps } from "~/services/write-deps";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 500;

/** How to tell who is overdue: by step, the last start of a clock whose wait is over at `now`, and whether clocks ran on while held. */
export interface Overdue {
  now: Instant;
  clocksRunOn: boolean;
  starts: Readonly<Record<string, Instant>>;
  /** The same for those who finish on an older version, by that version. */
  pinnedStarts: Readonly<Record<string, Readonly<Record<string, Instant>>>>;
}

/** How long a held run has been held at `now`, in milliseconds; 0 where it was held later. */
export const heldFor = (now: Instant): RawBuilder<number> => sql<number>`case when "heldAt" < ${now} then ${now} - "heldAt" else 0 end`;

/** Whether a held run would go on at once, because its wait is over or that happened which it waits for, or stands at the door. */
export function isOverdue(dialect: Dialect, { now, clocksRunOn, starts, pinnedStarts }: Overdue): RawBuilder<SqlBool> {
  const known = [
    ...Object.entries(starts).map(([stepId, start]) => ["", stepId, start] as const),
    ...Object.entries(pinnedStarts).flatMap(([versionId, theirs]) => Object.entries(theirs).map(([stepId, start]) => [versionId, stepId, start] as const)),
  ];
  const happened = sql`exists (select 1 from "Wait" w where w."shopId" = "Run"."shopId" and w."runId" = "Run"."id" and w."seq" = "Run"."seq" and w."happenedAt" is not null)`;
  if (known.length === 0) return sql<SqlBool>`("Run"."stepId" is null or ${happened})`;
  const held = clocksRunOn ? sql`0` : heldFor(now);
  return sql<SqlBool>`("Run"."stepId" is null or ${happened} or exists (
    with o("versionId", "stepId", "start") as (${valueRows(dialect, ["text", "text", "bigint"], known)})
    select 1 from o where o."versionId" = coalesce("Run"."pinnedVersionId", '') and o."stepId" = "Run"."stepId" and "Run"."enteredStepAt" + "Run"."heldMs" + ${held} <= o."start"))`;
}

export async function countOverdue(db: Statements, shopId: number, scenarioId: string, overdue: Overdue): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as "count" from "Run"
    where "shopId" = ${shopId} and "scenarioId" = ${scenarioId} and "status" = 'active' and "heldAt" is not null and ${isOverdue(db.dialect, overdue)}`.execute(db.acrossShops);
  return Number(rows[0]?.count ?? 0);
}

/**
 * R9: removes those who are overdue. Does one piece of a walk over everybody inside and answers how far it came; call it until that is null,
 * before anybody is released. Who is held stands still, so the walk meets all of them.
 */
export async function removeOverdue(tx: WriteStatements, deps: WriteDeps, shopId: number, scenarioId: string, overdue: Overdue, from?: WalkOfAll): Promise<WalkOfAll | null> {
  const { ids, reached } = await nextOfAll(tx, shopId, scenarioId, from, PIECE);
  if (ids.length === 0) return reached;
  const shop = await tx.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", shopId).executeTakeFirstOrThrow();
  const { rows } = await sql<{ id: string }>`
    with ${runsOfPiece(tx, shopId, ids)}
    select "Run"."id" as "id" from piece join "Run" on "Run"."shopId" = piece."shopId" and "Run"."id" = piece."id"
    where "Run"."heldAt" is not null and ${isOverdue(tx.dialect, overdue)}`.execute(tx.acrossShops);
  await endRuns(tx, deps, shop, rows.map(({ id }) => id), "overdue");
  return reached;
}

/**
 * R9 "skip to the next step": lets those who are overdue go on at once, and marks them to pass over messages until they wait
 * again. Does one piece of a walk over everybody inside and answers how far it came; call it until that is null, then the others are released.
 */
export async function skipOverdue(tx: WriteStatements, shopId: number, scenarioId: string, overdue: Overdue, from?: WalkOfAll): Promise<WalkOfAll | null> {
  const { now, clocksRunOn } = overdue;
  const { ids, reached } = await nextOfAll(tx, shopId, scenarioId, from, PIECE);
  if (ids.length === 0) return reached;
  const rested = clocksRunOn ? sql`0` : heldFor(now);
  await sql`
    with ${runsOfPiece(tx, shopId, ids)}
    update "Run" set "dueAt" = ${now}, "heldMs" = "heldMs" + ${rested}, "heldAt" = null, "skipsMessages" = 1
    from piece where "Run"."shopId" = piece."shopId" and "Run"."id" = piece."id" and "Run"."heldAt" is not null and ${isOverdue(tx.dialect, overdue)}`.execute(tx.acrossShops);
  return reached;
}
