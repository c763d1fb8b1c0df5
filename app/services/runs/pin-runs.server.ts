import type { WriteStatements } from "~/adapters/db/database.server";
import { pinOf, type PendingPin } from "~/domain/scenario/pin";
import { nextRuns, stepsWithRuns } from "./walk-runs.server";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 1_000;

/**
 * R40 "finish on theirs": writes a pin that was chosen to the runs it means. Does one piece and answers what is left, or
 * undefined when that was the last. Until then the runtime knows the pin from `pinOf`, and writes it to each run that it takes
 * on; so whoever leaves a step before the walk comes there is pinned already.
 */
export async function pinRuns(tx: WriteStatements, shopId: number, scenario: { id: string; versionId: string | null }, pin: PendingPin): Promise<PendingPin | undefined> {
  const shop = tx.forShop(shopId);
  const whose = { shopId, scenarioId: scenario.id, pinnedTo: null };
  const steps = async () => (pin.everyone ? await stepsWithRuns(tx, whose) : [...pin.gone, ...pin.changed]);
  const { ids, walk } = await nextRuns(tx, whose, pin.walk ?? { steps: await steps(), after: "" }, PIECE);
  const newest = scenario.versionId ?? "";
  if (ids.length > 0) {
    const runs = await shop.selectFrom("Run").select(["id", "versionId", "pinnedVersionId", "stepId", "enteredStepAt"]).where("id", "in", ids).execute();
    const meant = runs.filter((run) => pinOf(run, pin, newest) !== null).map(({ id }) => id);
    if (meant.length > 0) await shop.updateTable("Run").set({ pinnedVersionId: pin.versionId }).where("id", "in", meant).execute();
  }
  return walk ? { ...pin, walk } : undefined;
}
