import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";
import type { Channel } from "~/domain/message/channel";
import { shopDay } from "~/domain/schedule/shop-day";
import { isTouched } from "~/domain/segment/needs-of";
import { activeScenarios } from "~/runtime/runs/active-scenarios.server";
import { wakeRunsAfterOutcome } from "~/runtime/runs/wake-runs.server";
import { watchedSegments } from "~/runtime/schedules/watched-segments";
import { customersChanged } from "~/services/customers/customers-changed.server";
import { recordCounts } from "~/services/record-counts.server";
import type { WriteDeps } from "~/services/write-deps";

export interface MessageOutcome {
  message: { id: string; runId: string; scenarioId: string; versionId: string; stepId: string };
  status: "handed-over" | "suppressed" | "failed" | "unknown";
  reason: string | null;
  /** What the reason is about in particular: a consent, an address, the provider's words. */
  detail: string | null;
  providerId?: string;
}

const METRIC = { "handed-over": "sent", suppressed: "suppressed", failed: "failed", unknown: "unknown" } as const;

/**
 * Saves what became of messages, their runs' wake-up and the counters (R2), all in the caller's transaction. A message
 * that has an outcome already keeps it. The caller wakes "runs" after the commit.
 */
export async function saveOutcomes(tx: WriteStatements, deps: Pick<WriteDeps, "newId" | "log">, shop: { id: number; timeZone: string }, channel: Channel, now: Instant, outcomes: readonly MessageOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = outcomes.map(({ message, status, reason, detail, providerId }) => [shop.id, message.id, status, reason, detail?.slice(0, 500) ?? null, providerId ?? null]);
  const saved = await sql<{ id: string; customerId: string }>`
    with v("shopId", "id", "status", "reason", "detail", "providerId") as (${valueRows(tx.dialect, ["bigint", "text", "text", "text", "text", "text"], rows)})
    update "Message" set "status" = v."status", "reason" = v."reason", "detail" = v."detail", "dueAt" = null,
      "providerId" = coalesce(v."providerId", "Message"."providerId"),
      "handedOverAt" = case when v."status" = 'handed-over' then cast(${now} as bigint) end,
      "failedAt" = case when v."status" = 'failed' then cast(${now} as bigint) end,
      "suppressedAt" = case when v."status" = 'suppressed' then cast(${now} as bigint) end
    from v where "Message"."shopId" = v."shopId" and "Message"."id" = v."id" and "Message"."status" in ('queued', 'handing-over')
    returning "Message"."id" as "id", "Message"."customerId" as "customerId"`.execute(tx.acrossShops);
  const ids = new Set(saved.rows.map(({ id }) => id));
  const fresh = outcomes.filter(({ message }) => ids.has(message.id));
  const day = shopDay(now, shop.timeZone);
  await recordCounts(tx, deps.newId, shop.id, fresh.map(({ message: { scenarioId, versionId, stepId }, status, reason }) => ({
    scenarioId, versionId, stepId, channel, reason: reason ?? "", metric: METRIC[status], day, value: 1,
  })));
  await wakeRunsAfterOutcome(tx, shop.id, now, [...new Set(fresh.map(({ message }) => message.runId))]);
  const handed = new Set(fresh.flatMap(({ message, status }) => (status === "handed-over" ? [message.id] : [])));
  await tellSent(tx, { ...deps, now }, shop.id, saved.rows.flatMap(({ id, customerId }) => (handed.has(id) ? [customerId] : [])));
}

/** R8, R20, R31: to whom a message was sent is looked at where an active scenario asks for that; of those who finish on older versions when they are looked at anyway. */
async function tellSent(tx: WriteStatements, deps: WriteDeps, shopId: number, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  const scenarios = await activeScenarios(tx, shopId, deps.log);
  const asked = scenarios.some(({ compiled: { exitNeeds, steps } }) => [...exitNeeds, ...[...steps.values()].flatMap(({ type, needs }) => (type.awaits ? needs : []))].some((need) => isTouched(need, "sent")));
  if (!asked && watchedSegments(scenarios).size === 0) return;
  await customersChanged(tx, deps, shopId, [...new Set(customerIds)].sort().map((customerId) => ({ customerId, need: "sent", at: deps.now })));
}
