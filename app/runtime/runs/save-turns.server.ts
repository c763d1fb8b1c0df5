import { CompiledQuery } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { ValueType } from "~/adapters/db/dialect";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { MOVED } from "~/domain/engine/run";
import { shopDay } from "~/domain/schedule/shop-day";
import { applyChanges } from "~/services/customers/apply-changes.server";
import { cancelUnsent } from "~/services/runs/cancel-unsent.server";
import { recordCounts } from "~/services/record-counts.server";
import type { WriteDeps } from "~/services/write-deps";
import type { Turn } from "./advance-batch.server";
import { insertEffects, type Queued } from "./insert-effects.server";
import { countsOfTurn } from "./counts-of-turn";
import { saveWaits } from "./save-waits.server";

/**
 * Saves a batch in one transaction: the runs, what they went through, the messages they ask for, the changes of customers and the counts. A run
 * that lost its lease meanwhile, because it was ended, held, refreshed or taken over, is left as it is now and leaves
 * nothing behind; neither does one whose scenario was stopped or has a newer version: it is looked at again by that.
 * Answers how many messages and errands were queued.
 */
export async function saveTurns(tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, owner: string, turns: readonly Turn[]): Promise<Queued> {
  if (turns.length === 0) return { messages: 0, errands: 0 };
  const current = await stillCurrent(tx, shop.id, turns);
  const stale = turns.filter((turn) => !current.has(turn));
  if (stale.length > 0) await returnRuns(tx, shop.id, owner, stale.map(({ row }) => row.id));

  const saved = await saveRuns(tx, deps, shop.id, owner, turns.filter((turn) => current.has(turn)));
  await insertRows(tx.acrossShops, "StepVisit", saved.flatMap(({ row, scenario, visits }) => visits.map(({ stepId, seq, enteredAt, leftAt, branch, detail }) => ({
    shopId: shop.id, id: deps.newId(), runId: row.id, scenarioId: row.scenarioId, versionId: scenario.versionId, stepId, seq, enteredAt, leftAt, branch, detail: detail && JSON.stringify(detail),
  }))));
  const removed = saved.filter(({ run }) => run.status === "removed");
  for (const reason of new Set(removed.map(({ run }) => run.reason ?? ""))) {
    await cancelUnsent(tx, shop.id, removed.filter(({ run }) => run.reason === reason).map(({ row }) => row.id), reason, deps.now);
  }
  // What a deleted step asked for and nobody can have taken is not done: those moved on go by the step they were moved to.
  await cancelUnsent(tx, shop.id, saved.filter(({ visits }) => visits.some(({ branch }) => branch === MOVED)).map(({ row }) => row.id), "step-deleted", deps.now);
  const asked = await insertEffects(tx, deps, shop.id, saved);
  await applyChanges(tx, deps, shop.id, saved.flatMap(({ row, scenario, changes }) => changes.map((change) => ({ customerId: row.customerId, scenarioId: row.scenarioId, versionId: scenario.versionId, runId: row.id, change }))));
  await saveWaits(tx, deps, shop, saved);
  const day = shopDay(deps.now, shop.timeZone);
  await recordCounts(tx, deps.newId, shop.id, saved.flatMap((turn) => countsOfTurn(turn, day)));
  return asked;
}

/** What is read here holds until the runs are saved: whoever stops or publishes waits. */
async function stillCurrent(tx: WriteStatements, shopId: number, turns: readonly Turn[]): Promise<ReadonlySet<Turn>> {
  const rows = await tx.forShop(shopId).selectFrom("Scenario").select(["id", "versionId"])
    .where("id", "in", [...new Set(turns.map(({ row }) => row.scenarioId))]).where("status", "=", "active")
    .orderBy("id").modifyEnd(tx.dialect.lockedShared).execute();
  const newest = new Map(rows.map(({ id, versionId }) => [id, versionId]));
  return new Set(turns.filter(({ row, scenario }) => newest.has(row.scenarioId) && scenario.versionId === (row.pinnedVersionId ?? newest.get(row.scenarioId))));
}

/** Gives the lease back and nothing else. */
async function returnRuns(tx: WriteStatements, shopId: number, owner: string, runIds: readonly string[]): Promise<void> {
  await tx.forShop(shopId).updateTable("Run").set({ leaseOwner: null, leaseUntil: null }).where("id", "in", runIds).where("leaseOwner", "=", owner).execute();
}

const TYPES: readonly ValueType[] = ["bigint", "text", "bigint", "text", "text", "text", "bigint", "bigint", "bigint", "bigint", "bigint", "text", "bigint"];

/** The WHERE is the guard: only what the UPDATE answers was ours to save. */
async function saveRuns(tx: WriteStatements, { now }: WriteDeps, shopId: number, owner: string, turns: readonly Turn[]): Promise<Turn[]> {
  const saved = new Set<string>();
  for (const piece of tx.dialect.pieces(turns)) {
    const list = tx.dialect.list(TYPES, piece.map(({ row, run }) => [
      shopId, row.id, row.seq, run.status, run.reason, run.stepId, run.dueAt, run.enteredStepAt, run.heldMs, run.seq, run.status === "active" ? null : now, row.pinnedVersionId, run.skipsMessages ? 1 : 0,
    ]));
    const { rows } = await tx.acrossShops.executeQuery<{ id: string }>(CompiledQuery.raw(`
      with v("shopId", id, "fromSeq", status, reason, "stepId", "dueAt", "enteredStepAt", "heldMs", seq, "endedAt", "pinnedVersionId", "skipsMessages") as (${list.text})
      update "Run" set
        "status" = v.status, "reason" = v.reason, "stepId" = v."stepId", "dueAt" = v."dueAt", "enteredStepAt" = v."enteredStepAt", "heldMs" = v."heldMs", "seq" = v.seq, "endedAt" = v."endedAt", "pinnedVersionId" = v."pinnedVersionId", "skipsMessages" = v."skipsMessages",
        "activeKey" = case when v.status = 'active' then "activeKey" end, "leaseOwner" = null, "leaseUntil" = null, "recovered" = 0
      from v
      where "Run"."shopId" = v."shopId" and "Run"."id" = v.id and "Run"."leaseOwner" = ? and "Run"."seq" = v."fromSeq" and "Run"."status" = 'active'
      returning "Run"."id" as "id"`, [...list.values, owner]));
    for (const { id } of rows) saved.add(id);
  }
  return turns.filter(({ row }) => saved.has(row.id));
}
