import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";

/** One figure, as told by the rows themselves. The same dimensions as a counter. */
export interface Recounted {
  scenarioId: string;
  versionId: string;
  stepId: string;
  channel: string;
  reason: string;
  metric: string;
  day: string;
  value: number;
}

interface Told extends Omit<Recounted, "day"> {
  at: number;
}

/**
 * R2 counted anew from runs, visits, messages and conversions. Shares no code with the counting, so that the two can be
 * held against each other. Whom a step unsubscribed is told by its visit. Runs that were replaced count nowhere, nor do their visits (R5).
 */
export async function recount(db: Statements, shopId: number): Promise<Recounted[]> {
  const { rows: shops } = await sql<{ timeZone: string }>`select "timeZone" from "Shop" where "id" = ${shopId}`.execute(db.acrossShops);
  const zone = shops[0]?.timeZone ?? "UTC";
  const unsubscribed = sql`${db.dialect.json(sql.ref("v.detail"))} ->> 'unsubscribed'`;
  const { rows } = await sql<Told>`
    with live as (select * from "Run" where "shopId" = ${shopId} and ("reason" is null or "reason" <> 'replaced')),
    visit as (select live."scenarioId", live."versionId", live."reason", v."stepId", v."enteredAt", v."leftAt", v."branch"
      from "StepVisit" v join live on live."id" = v."runId" where v."shopId" = ${shopId}),
    gone as (select r."scenarioId", r."versionId", v."stepId", v."leftAt", ${unsubscribed} as "channel"
      from "StepVisit" v join "Run" r on r."shopId" = v."shopId" and r."id" = v."runId" where v."shopId" = ${shopId} and ${unsubscribed} is not null),
    mail as (select "scenarioId", "versionId", "stepId", "channel", "handedOverAt" from "Message" where "shopId" = ${shopId})
    select "scenarioId", "versionId", '' as "stepId", '' as "channel", '' as "reason", 'started' as "metric", "enteredAt" as "at", 1 as "value" from live
    union all select "scenarioId", "versionId", '', '', '', 'completed', "endedAt", 1 from live where "status" = 'completed'
    union all select "scenarioId", "versionId", '', '', "reason", 'removed', "endedAt", 1 from live where "status" = 'removed'
    union all select "scenarioId", "versionId", "stepId", '', '', 'arrived', "enteredAt", 1 from visit
    union all select "scenarioId", "versionId", "stepId", '', '', 'arrived', "enteredStepAt", 1 from live where "status" = 'active' and "stepId" is not null
    union all select "scenarioId", "versionId", "stepId", '', '', 'left', "leftAt", 1 from visit where "branch" is not null
    union all select "scenarioId", "versionId", "stepId", '', "reason", 'removed-here', "leftAt", 1 from visit where "branch" is null
    union all select "scenarioId", "versionId", "stepId", case "channel" when 'all' then '' else "channel" end, 'scenario', 'unsubscribed', "leftAt", 1 from gone
    union all select "scenarioId", "versionId", "stepId", "channel", '', 'sent', "handedOverAt", 1 from mail where "handedOverAt" is not null
    union all select "scenarioId", "versionId", "stepId", '', coalesce("reason", ''), case "status" when 'done' then 'errands-done' when 'failed' then 'errands-failed' else 'errands-unknown' end, "settledAt", 1
      from "Errand" where "shopId" = ${shopId} and "status" in ('done', 'failed', 'unknown')
    union all select "scenarioId", "versionId", "stepId", "channel", '', 'revenue', "at", "amountMinor" from "Conversion" where "shopId" = ${shopId}`.execute(db.acrossShops);
  return byDay(rows, zone);
}

/** Adds up by the shop's local date, told by the platform's calendar. */
function byDay(rows: readonly Told[], timeZone: string): Recounted[] {
  const calendar = new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const days = new Map<number, string>();
  const sums = new Map<string, Recounted>();
  for (const { at, value, ...row } of rows) {
    const day = days.get(at) ?? calendar.format(at);
    days.set(at, day);
    const key = JSON.stringify([row.scenarioId, row.versionId, row.stepId, row.channel, row.reason, row.metric, day]);
    const sum = sums.get(key);
    if (sum) sum.value += value;
    else sums.set(key, { ...row, day, value });
  }
  return [...sums.values()];
}
