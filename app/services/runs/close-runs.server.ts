import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import type { RemovalReason } from "~/domain/engine/run";
import { cancelUnsent } from "./cancel-unsent.server";
import { runsOfPiece } from "./runs-of-piece.server";
import type { WriteDeps } from "~/services/write-deps";

/** A run as it stood when it was closed. */
export interface ClosedRun {
  id: string;
  scenarioId: string;
  /** The version it entered by. */
  versionId: string;
  stepId: string | null;
  enteredAt: number;
  enteredStepAt: number;
}

/**
 * Ends active runs before their way is through, whoever is at work on them: a lease is taken away, so a turn under way
 * saves nothing of them. The step they stood in gets its last visit, and messages that no provider call holds are
 * cancelled. Counts nothing. Answers those that were active until now; at most 500 ids a call.
 */
export async function closeRuns(tx: WriteStatements, deps: WriteDeps, shopId: number, runIds: readonly string[], reason: RemovalReason): Promise<ClosedRun[]> {
  if (runIds.length === 0) return [];
  const shop = tx.forShop(shopId);
  const { rows: closed } = await sql<ClosedRun & { pinnedVersionId: string | null; seq: number }>`
    with ${runsOfPiece(tx, shopId, runIds)}
    update "Run" set "status" = 'removed', "reason" = ${reason}, "activeKey" = null, "dueAt" = null, "heldAt" = null, "leaseOwner" = null, "leaseUntil" = null, "endedAt" = ${deps.now}
    from piece where "Run"."shopId" = piece."shopId" and "Run"."id" = piece."id" and "Run"."status" = 'active'
    returning "Run"."id" as "id", "scenarioId", "versionId", "pinnedVersionId", "stepId", "seq", "enteredAt", "enteredStepAt"`.execute(tx.acrossShops);
  if (closed.length === 0) return [];

  await shop.deleteFrom("Wait").where("runId", "in", closed.map(({ id }) => id)).execute();
  const scenarios = await shop.selectFrom("Scenario").select(["id", "versionId"]).where("id", "in", [...new Set(closed.map(({ scenarioId }) => scenarioId))]).execute();
  const newest = new Map(scenarios.map(({ id, versionId }) => [id, versionId]));
  const detail = JSON.stringify({ reason });
  await insertRows(tx.acrossShops, "StepVisit", closed.flatMap(({ id, scenarioId, versionId, pinnedVersionId, stepId, seq, enteredStepAt }) => (stepId === null ? [] : [{
    shopId, id: deps.newId(), runId: id, scenarioId, versionId: pinnedVersionId ?? newest.get(scenarioId) ?? versionId, stepId, seq, enteredAt: enteredStepAt, leftAt: deps.now, branch: null, detail,
  }])));
  await cancelUnsent(tx, shopId, closed.map(({ id }) => id), reason, deps.now);
  return closed;
}
