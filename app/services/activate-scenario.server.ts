import type { ServiceContext } from "~/context.server";
import { nextStatus } from "~/domain/scenario/status";
import { findScenario } from "~/queries/scenario.server";
import { releaseRuns } from "~/runtime/release-runs.server";
import { checkScenario } from "./check-scenario.server";
import { publishVersion } from "./publish-version.server";
import { notFound, refusalOf, type Refusal } from "./refusal";

/** Publishes what was saved last and lets customers in (R1). Runs that were held go on; activation itself enters nobody. */
export async function activateScenario(context: ServiceContext, shopId: number, scenarioId: string): Promise<{ ok: true; versionId: string } | Refusal> {
  const scenario = await findScenario(context.db, shopId, scenarioId);
  if (!scenario) return notFound;
  const status = nextStatus(scenario.status, "activate", scenario.firstActivatedAt !== null);
  if (!status) return { ok: false, key: "transition", values: { status: scenario.status } };
  const refusal = refusalOf(await checkScenario(context.db, shopId, scenario.definition));
  if (refusal) return refusal;

  const now = context.clock.now();
  const versionId = await context.db.write(async (tx) => {
    const version = await publishVersion(tx, shopId, { scenarioId, definition: scenario.definition, now, newId: context.newId });
    const { numUpdatedRows } = await tx.forShop(shopId).updateTable("Scenario")
      .set({ status, versionId: version, activatedAt: now, firstActivatedAt: scenario.firstActivatedAt ?? now, revision: scenario.revision + 1, updatedAt: now })
      .where("id", "=", scenarioId).where("revision", "=", scenario.revision).where("status", "=", scenario.status)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new ChangedMeanwhile();
    return version;
  }).catch((error: unknown) => {
    if (error instanceof ChangedMeanwhile) return null;
    throw error;
  });
  if (!versionId) return { ok: false, key: "conflict" };

  let released: number;
  do released = await context.db.write((tx) => releaseRuns(tx, shopId, scenarioId, now));
  while (released > 0);
  context.wake.wake("runs");
  context.wake.wake("messages");
  return { ok: true, versionId };
}

/** Takes the transaction back: somebody saved or changed the status in between. */
class ChangedMeanwhile extends Error {}
