import type { Statements } from "~/adapters/db/database.server";
import { scenarioDefinitionSchema, type ScenarioDefinition } from "~/domain/scenario/definition";

/** R40: how many active runs finish on which older version; versions without any are left out. */
export async function countPinned(db: Statements, shopId: number, scenarioId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db.forShop(shopId).selectFrom("Run").select("pinnedVersionId").select(({ fn }) => fn.countAll<number>().as("runs"))
    .where("scenarioId", "=", scenarioId).where("status", "=", "active").where("pinnedVersionId", "is not", null).groupBy("pinnedVersionId").execute();
  return new Map(rows.flatMap(({ pinnedVersionId, runs }) => (pinnedVersionId === null ? [] : [[pinnedVersionId, Number(runs)]])));
}

/** The older versions on which somebody finishes. */
export async function pinnedVersions(db: Statements, shopId: number, scenarioId: string): Promise<{ id: string; definition: ScenarioDefinition }[]> {
  const ids = [...(await countPinned(db, shopId, scenarioId)).keys()];
  if (ids.length === 0) return [];
  const rows = await db.forShop(shopId).selectFrom("ScenarioVersion").select(["id", "definition"]).where("id", "in", ids).execute();
  return rows.map(({ id, definition }) => ({ id, definition: scenarioDefinitionSchema.parse(JSON.parse(definition)) }));
}
