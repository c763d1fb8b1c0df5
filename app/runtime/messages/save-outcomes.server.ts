import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Need } from "~/domain/engine/facts";
import type { Instant } from "~/domain/instant";
import type { Channel } from "~/domain/message/channel";
import { shopDay } from "~/domain/schedule/shop-day";
import { anyTouched } from "~/domain/segment/any-touched";
import { activeScenarios } from "~/runtime/runs/active-scenarios.server";
import { wakeRunsAfterOutcome } from "~/runtime/runs/wake-runs.server";
import { watchedSegments } from "~/runtime/schedules/watched-segments";
import { customersChanged } from "~/services/customers/customers-changed.server";
import { recordCounts } from "~/services/record-counts.server";
import { askers, waitingFor, wakeThatWait } from "~/services/runs/note-happened.server";
import { chunksOf } from "~/services/chunks-of";
import { segmentsNamed } from "~/services/segments/read-segments.server";
import type { WriteDeps } from "~/services/write-deps";

export interface MessageOutcome {
  message: { id: string; runId: string; scenarioId: string; versionId: string; stepId: string };
  status: "handed-over" | "suppressed" | "failed" | "unknown";
  reason: string | null;
  /** What the reason is about in particular: a consent, an address, the provider's words. */
  detail: string | null;
  providerId?: string;
}

/** Somebody asks to whom messages were sent. Who that concerns is read and then decided about, so it is done again as if nobody else wrote meanwhile. */
export class SentIsAsked extends Error {}

const METRIC = { "handed-over": "sent", suppressed: "suppressed", failed: "failed", unknown: "unknown" } as const;

/**
 * Saves what became of messages, their runs' wake-up and the counters (R2), all in the caller's transaction. A message
 * that has an outcome already keeps it. The caller wakes "runs" after the commit. Throws SentIsAsked in a transaction that is `sideBySide` where somebody asks for what was handed over.
 */
export async function saveOutcomes(
  tx: WriteStatements, deps: Pick<WriteDeps, "newId" | "log">, shop: { id: number; timeZone: string }, channel: Channel, now: Instant, outcomes: readonly MessageOutcome[], { sideBySide = false } = {},
): Promise<void> {
  if (outcomes.length === 0) return;
  // Scenarios are locked before messages and runs, as everywhere.
  const asked = outcomes.some(({ status }) => status === "handed-over") && await isSentAsked(tx, shop.id, deps.log);
  if (asked && sideBySide) throw new SentIsAsked();
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
  const people = [...new Set(saved.rows.flatMap(({ id, customerId }) => (handed.has(id) ? [customerId] : [])))].sort();
  if (people.length === 0) return;
  if (asked) await customersChanged(tx, { ...deps, now }, shop.id, people.map((customerId) => ({ customerId, need: "sent", at: now })));
  else await wakePinned(tx, shop.id, now, people, sideBySide);
}

/** R8, R20, R31: whether an active scenario asks to whom a message was sent. They stay as they are until the transaction is done. */
async function isSentAsked(tx: WriteStatements, shopId: number, log: WriteDeps["log"]): Promise<boolean> {
  const scenarios = await activeScenarios(tx, shopId, log);
  const needs = new Set<Need>([...watchedSegments(scenarios)].map((id) => `in:${id}` as const));
  for (const { compiled: { exitNeeds, steps } } of scenarios) {
    for (const need of exitNeeds) needs.add(need);
    for (const { type, needs: ofStep } of steps.values()) if (type.awaits) for (const need of ofStep) needs.add(need);
  }
  return anyTouched(needs, ["sent"], await segmentsNamed(tx, shopId, [...needs]));
}

/** R31: of those who finish on older versions, the ones who wait for a message to be sent go on at once too. Looked at after the messages are written: a turn that begins to wait so holds them. */
async function wakePinned(tx: WriteStatements, shopId: number, now: Instant, people: readonly string[], sideBySide: boolean): Promise<void> {
  const waiting = await waitingFor(tx, people.map((customerId) => ({ shopId, customerId })), ["customer"]);
  const runIds = await askers(tx, shopId, waiting, new Map(people.map((id) => [id, new Set(["sent" as const])])));
  if (runIds.length > 0 && sideBySide) throw new SentIsAsked();
  for (const piece of chunksOf(runIds, 500)) await wakeThatWait(tx, shopId, piece, now);
}
