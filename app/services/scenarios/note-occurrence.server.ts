import type { Selectable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { EntrySchedule } from "~/adapters/db/generated/tables";
import type { WriteDeps } from "~/services/write-deps";

export interface OccurrenceEnd {
  outcome: "done" | "skipped" | "broken-off";
  /** A key of the locale files. */
  reason: string | null;
}

/** Notes what became of the occurrence that a schedule stands at, for the merchant to see. Of one occurrence the first note stands. */
export async function noteOccurrence(tx: WriteStatements, deps: WriteDeps, { shopId, scenarioId, entryPointId, dueAt, beganAt, taken }: Selectable<EntrySchedule>, { outcome, reason }: OccurrenceEnd): Promise<void> {
  if (dueAt === null) return;
  await tx.forShop(shopId).insertInto("EntryOccurrence")
    .values({ shopId, id: deps.newId(), scenarioId, entryPointId, dueAt, beganAt, endedAt: deps.now, outcome, reason, taken })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
