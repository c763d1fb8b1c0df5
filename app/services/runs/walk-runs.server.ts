import type { Statements } from "~/adapters/db/database.server";
import type { Walk, WalkOfAll } from "~/domain/scenario/walk";

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

/** Where somebody stands now, and the version to which they are pinned: looked up one after the other, since DISTINCT would read everybody inside. Nobody may stand in one of them. */
async function placesWithRuns(db: Statements, shopId: number, scenarioId: string): Promise<WalkOfAll["places"]> {
  const inside = db.forShop(shopId).selectFrom("Run").where("scenarioId", "=", scenarioId).where("status", "=", "active");
  const steps = await oneByOne(async (after) => (await inside.select("stepId as found").where("stepId", ">", after).orderBy("stepId").limit(1).executeTakeFirst())?.found);
  const places: WalkOfAll["places"] = [];
  for (const stepId of [null, ...steps]) {
    const there = inside.select("pinnedVersionId as found").where("stepId", stepId === null ? "is" : "=", stepId).orderBy("stepId").orderBy("pinnedVersionId").limit(1);
    const pins = await oneByOne(async (after) => (await there.where("pinnedVersionId", ">", after).executeTakeFirst())?.found);
    places.push(...[null, ...pins].map((pinnedTo) => ({ stepId, pinnedTo })));
  }
  return places;
}

async function oneByOne(next: (after: string) => Promise<string | null | undefined>): Promise<string[]> {
  const all: string[] = [];
  for (let found = await next(""); found; found = await next(found)) all.push(found);
  return all;
}

/**
 * The next active runs of a walk over everybody inside, whatever the version they go on by, at most `size`, and how far the walk
 * then is; null when it is at its end. Each run is passed once: whoever moves on, enters or is pinned meanwhile may be passed over, and the caller knows why that is right.
 */
export async function nextOfAll(db: Statements, shopId: number, scenarioId: string, reached: WalkOfAll | undefined, size: number): Promise<{ ids: string[]; reached: WalkOfAll | null }> {
  let { places, after } = reached ?? { places: await placesWithRuns(db, shopId, scenarioId), after: "" };
  const ids: string[] = [];
  for (let [place] = places; place !== undefined && ids.length < size; [place] = places) {
    const { ids: found, walk } = await nextRuns(db, { shopId, scenarioId, pinnedTo: place.pinnedTo }, { steps: [place.stepId], after }, size - ids.length);
    ids.push(...found);
    if (!walk) places = places.slice(1);
    after = walk?.after ?? "";
  }
  return { ids, reached: places.length === 0 ? null : { places, after } };
}
