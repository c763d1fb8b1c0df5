import type { Statements } from "~/adapters/db/database.server";
import type { PastOccurrence } from "~/domain/schedule/past-occurrence";

const SHOWN = 10;

/** What became of the last occurrences of a scenario's schedules, newest first. */
export async function listPastOccurrences(db: Statements, shopId: number, scenarioId: string): Promise<PastOccurrence[]> {
  const rows = await db.forShop(shopId).selectFrom("EntryOccurrence").select(["entryPointId", "dueAt", "outcome", "reason", "taken"])
    .where("scenarioId", "=", scenarioId).orderBy("dueAt", "desc").limit(SHOWN).execute();
  return rows.map(({ outcome, ...row }) => ({ ...row, outcome: outcome as PastOccurrence["outcome"] }));
}
