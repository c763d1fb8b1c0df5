import type { Statements } from "~/adapters/db/database.server";
import type { Walk } from "~/domain/scenario/walk";

interface Whose {
  shopId: number;
  scenarioId: string;
  /** The version on which they finish; null: those who go on by the newest. One at a time, so that an index gives them in the order of the walk. */
  pinnedTo: string | null;
}

/** The steps in which somebody of them stands now. */
export async function stepsWithRuns(db: Statements, { shopId, scenarioId, pinnedTo }: Whose): Promise<(string | null)[]> {
  const rows = await db.forShop(shopId).selectFrom("Run").select("stepId").distinct()
    .where("scenarioId", "=", scenarioId).where("status", "=", "active").where("pinnedVersionId", pinnedTo === null ? "is" : "=", pinnedTo).execute();
  return rows.map(({ stepId }) => stepId);
}

/**
 * The next active runs of a walk, in the order of their ids within a step, at most `size`, and how far the walk then is;
 * null when it is at its end. The order names what "is null" leaves open: PostgreSQL would sort all that is left for every piece otherwise. Runs that leave the step meanwhile are passed over: the caller knows why that is right.
 */
export async function nextRuns(db: Statements, { shopId, scenarioId, pinnedTo }: Whose, walk: Walk, size: number): Promise<{ ids: string[]; walk: Walk | null }> {
  const [stepId, ...others] = walk.steps;
  if (stepId === undefined) return { ids: [], walk: null };
  const rows = await db.forShop(shopId).selectFrom("Run").select("id")
    .where("scenarioId", "=", scenarioId).where("status", "=", "active").where("stepId", stepId === null ? "is" : "=", stepId)
    .where("pinnedVersionId", pinnedTo === null ? "is" : "=", pinnedTo).where("id", ">", walk.after)
    .orderBy("stepId").orderBy("pinnedVersionId").orderBy("id").limit(size).execute();
  const ids = rows.map(({ id }) => id);
  const last = ids.at(-1);
  if (last !== undefined && ids.length === size) return { ids, walk: { steps: walk.steps, after: last } };
  return { ids, walk: others.length === 0 ? null : { steps: others, after: "" } };
}
