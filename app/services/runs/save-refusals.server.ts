import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import type { WriteDeps } from "~/services/write-deps";
import { chunksOf } from "~/services/chunks-of";

/** A fact that met an entry point and let nobody in. */
export interface RefusedEntry {
  scenarioId: string;
  entryPointId: string;
  customerId: string;
  factKey: string;
  /** A key of `customers:timeline.reasons`. */
  reason: string;
}

/** Says of each fact why it let nobody in. Whoever is no customer of the shop, or no more, leaves no trace; what was decided about a fact before stands. */
export async function saveRefusals(tx: WriteStatements, deps: WriteDeps, shopId: number, refused: readonly RefusedEntry[]): Promise<void> {
  if (refused.length === 0) return;
  const shop = tx.forShop(shopId);
  const scenarios = await shop.selectFrom("Scenario").select(["id", "versionId"]).where("id", "in", [...new Set(refused.map(({ scenarioId }) => scenarioId))]).execute();
  const known = new Set<string>();
  for (const ids of chunksOf([...new Set(refused.map(({ customerId }) => customerId))], 500)) {
    const customers = await shop.selectFrom("Customer").select("id").where("id", "in", ids).where("deletedAt", "is", null).execute();
    for (const { id } of customers) known.add(id);
  }
  const versions = new Map(scenarios.map(({ id, versionId }) => [id, versionId]));
  await insertRows(tx.acrossShops, "EntryDecision", refused.flatMap(({ scenarioId, entryPointId, customerId, factKey, reason }) => {
    const versionId = versions.get(scenarioId);
    return versionId && known.has(customerId) ? [{ shopId, id: deps.newId(), scenarioId, versionId, entryPointId, customerId, factKey, at: deps.now, outcome: "refused", reason, runId: null }] : [];
  }), { ifTaken: "skip" });
}
