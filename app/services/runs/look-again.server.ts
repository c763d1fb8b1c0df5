import type { WriteStatements } from "~/adapters/db/database.server";
import type { Settling } from "~/domain/scenario/settling";
import type { Instant } from "~/domain/instant";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 2_000;

/**
 * Makes runs due that stand in a step which a new version took away or changed (R38, R39), so that the engine looks at
 * them by that version. One that waits for a message's outcome in a changed step is left to that outcome, one that is
 * held to its release, one that finishes on an older version alone. Does one piece and answers what is left, or null when that was the last.
 */
export async function lookAgain(
  tx: WriteStatements, shopId: number, scenarioId: string, { gone, changed, after }: NonNullable<Settling["lookAgain"]>, now: Instant,
): Promise<Settling["lookAgain"] | null> {
  const shop = tx.forShop(shopId);
  const steps = [...gone, ...changed];
  if (steps.length === 0) return null;
  const standing = await shop.selectFrom("Run").select("id").where("scenarioId", "=", scenarioId).where("status", "=", "active")
    .where("pinnedVersionId", "is", null).where("stepId", "in", steps).where("id", ">", after).orderBy("id").limit(PIECE).execute();
  const last = standing.at(-1);
  if (!last) return null;
  await shop.updateTable("Run").set({ dueAt: now })
    .where("id", "in", standing.map(({ id }) => id)).where("heldAt", "is", null)
    .where((run) => run.or([run("stepId", "in", gone), run.and([run("stepId", "in", changed), run("dueAt", ">", now)])]))
    .execute();
  return standing.length < PIECE ? null : { gone, changed, after: last.id };
}
