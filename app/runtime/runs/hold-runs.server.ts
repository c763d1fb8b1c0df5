import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 2_000;

/**
 * R9: holds the runs of a scenario where they stand; their clocks rest from `now`, the moment it was stopped. Does one
 * piece and answers how many runs it held: call it again, in further transactions, until it answers 0. A run under a
 * lease loses it, so a turn that is under way saves nothing of it.
 */
export async function holdRuns(tx: WriteStatements, shopId: number, scenarioId: string, now: Instant): Promise<number> {
  const shop = tx.forShop(shopId);
  const piece = shop.selectFrom("Run").select("id").where("scenarioId", "=", scenarioId).where("status", "=", "active").where("heldAt", "is", null).limit(PIECE);
  const held = await shop.updateTable("Run").set({ heldAt: now, dueAt: null, leaseOwner: null, leaseUntil: null }).where("id", "in", piece).executeTakeFirst();
  return Number(held.numUpdatedRows);
}
