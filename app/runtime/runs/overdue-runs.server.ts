import { sql, type RawBuilder } from "kysely";
import type { Statements, WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { endRuns } from "~/services/runs/end-runs.server";
import type { WriteDeps } from "~/services/write-deps";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 500;

/** How to tell who is overdue: by step, the last start of a clock whose wait is over at `now`, and whether clocks ran on while held. */
export interface Overdue {
  now: Instant;
  clocksRunOn: boolean;
  starts: Readonly<Record<string, Instant>>;
}

/** Of a held run: 1 where it would go on at once, or stands at the door; else 0. */
export function isOverdue({ now, clocksRunOn, starts }: Overdue): RawBuilder<number> {
  const known = Object.entries(starts);
  if (known.length === 0) return sql<number>`("stepId" is null)`;
  const held = clocksRunOn ? sql`0` : sql`max(0, ${now} - "heldAt")`;
  return sql<number>`("stepId" is null or exists (
    select 1 from (values ${sql.join(known.map(([stepId, start]) => sql`(${stepId}, ${start})`))}) o
    where o.column1 = "stepId" and "enteredStepAt" + "heldMs" + ${held} <= o.column2))`;
}

export async function countOverdue(db: Statements, shopId: number, scenarioId: string, overdue: Overdue): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as "count" from "Run"
    where "shopId" = ${shopId} and "scenarioId" = ${scenarioId} and "status" = 'active' and "heldAt" is not null and ${isOverdue(overdue)}`.execute(db.acrossShops);
  return Number(rows[0]?.count ?? 0);
}

/** R9: removes those who are overdue. Does one piece and answers how many; call it until 0, before anybody is released. */
export async function removeOverdue(tx: WriteStatements, deps: WriteDeps, shopId: number, scenarioId: string, overdue: Overdue): Promise<number> {
  const shop = await tx.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", shopId).executeTakeFirstOrThrow();
  const { rows } = await sql<{ id: string }>`
    select "id" from "Run" where "shopId" = ${shopId} and "scenarioId" = ${scenarioId} and "status" = 'active' and "heldAt" is not null and ${isOverdue(overdue)}
    limit ${PIECE}`.execute(tx.acrossShops);
  return endRuns(tx, deps, shop, rows.map(({ id }) => id), "overdue");
}
