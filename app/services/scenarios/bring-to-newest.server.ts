import type { ServiceContext } from "~/app-context";
import { readSettling, writeSettling } from "~/domain/scenario/settling";
import { countPinned } from "~/queries/pinned-runs.server";
import { notFound, type Refusal } from "./refusal";
import { settleInside } from "./settle-inside.server";

/**
 * R40: brings those who finish on an older version to the newest, and answers how many stay, because they stand in a step that
 * the newest version has no more. What is under way is finished first, so that nobody is pinned again by a save before.
 */
export async function bringToNewest(context: ServiceContext, shopId: number, scenarioId: string): Promise<{ ok: true; stay: number } | Refusal> {
  await settleInside(context, shopId, scenarioId);
  const found = await context.db.write(async (tx) => {
    const own = tx.forShop(shopId);
    const scenario = await own.selectFrom("Scenario").select(["status", "settling"]).where("id", "=", scenarioId).executeTakeFirst();
    if (!scenario || scenario.status === "deleted") return null;
    const owed = readSettling(scenario.settling);
    const versions = [...(await countPinned(tx, shopId, scenarioId)).keys()];
    await own.updateTable("Scenario").set({ settling: writeSettling({ ...owed, bringUp: versions.length === 0 ? undefined : { versions } }) }).where("id", "=", scenarioId).execute();
    return scenario;
  });
  if (!found) return notFound;
  await settleInside(context, shopId, scenarioId);
  const stay = [...(await countPinned(context.db, shopId, scenarioId)).values()].reduce((sum, count) => sum + count, 0);
  return { ok: true, stay };
}
