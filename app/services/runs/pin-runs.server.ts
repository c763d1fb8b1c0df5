import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { pinOf, type PendingPin } from "~/domain/scenario/pin";
import type { RunRow } from "~/runtime/runs/claim-runs.server";
import { runsOfPiece } from "./runs-of-piece.server";
import { nextRuns, stepsWithRuns } from "./walk-runs.server";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 1_000;

/**
 * R40 "finish on theirs": writes a pin that was chosen to the runs it means. Does one piece and answers what is left, or
 * undefined when that was the last. Until then the runtime knows the pin from `pinOf`, and writes it to each run that it takes
 * on; so whoever leaves a step before the walk comes there is pinned already.
 */
export async function pinRuns(tx: WriteStatements, shopId: number, scenario: { id: string; versionId: string | null }, pin: PendingPin): Promise<PendingPin | undefined> {
  const whose = { shopId, scenarioId: scenario.id, pinnedTo: null };
  const steps = async () => (pin.everyone ? await stepsWithRuns(tx, whose) : [...pin.gone, ...pin.changed]);
  const { ids, walk } = await nextRuns(tx, whose, pin.walk ?? { steps: await steps(), after: "" }, PIECE);
  const newest = scenario.versionId ?? "";
  if (ids.length > 0) {
    const { rows } = await sql<Pick<RunRow, "id" | "versionId" | "pinnedVersionId" | "stepId" | "enteredStepAt">>`
      with ${runsOfPiece(tx, shopId, ids)}
      select r."id" as "id", r."versionId" as "versionId", r."pinnedVersionId" as "pinnedVersionId", r."stepId" as "stepId", r."enteredStepAt" as "enteredStepAt"
      from piece join "Run" as r on r."shopId" = piece."shopId" and r."id" = piece."id"`.execute(tx.acrossShops);
    const meant = rows.filter((run) => pinOf(run, pin, newest) !== null).map(({ id }) => id);
    if (meant.length > 0) {
      await sql`
        with ${runsOfPiece(tx, shopId, meant)}
        update "Run" set "pinnedVersionId" = ${pin.versionId} from piece where "Run"."shopId" = piece."shopId" and "Run"."id" = piece."id"`.execute(tx.acrossShops);
    }
  }
  return walk ? { ...pin, walk } : undefined;
}
