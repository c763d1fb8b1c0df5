import type { WriteStatements } from "~/adapters/db/database.server";
import type { RemovalReason } from "~/domain/engine/run";
import { endRuns } from "~/services/runs/end-runs.server";
import type { WriteDeps } from "~/services/write-deps";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 500;

/**
 * R9, R1: removes everybody who is inside a scenario. Does one piece and answers how many: call it again, in further
 * transactions, until it answers 0.
 */
export async function removeRuns(
  tx: WriteStatements, deps: WriteDeps, shopId: number, scenarioId: string, reason: Exclude<RemovalReason, "replaced">,
): Promise<number> {
  const shop = await tx.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", shopId).executeTakeFirstOrThrow();
  const inside = await tx.forShop(shopId).selectFrom("Run").select("id").where("scenarioId", "=", scenarioId).where("status", "=", "active").limit(PIECE).execute();
  return endRuns(tx, deps, shop, inside.map(({ id }) => id), reason);
}
