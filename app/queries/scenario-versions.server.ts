import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { scenarioDefinitionSchema, type ScenarioDefinition } from "~/domain/scenario/definition";
import { countPinned } from "./pinned-runs.server";

export interface VersionLine {
  id: string;
  number: number;
  publishedAt: Instant;
  /** Whether it is the one that runs. */
  newest: boolean;
  /** R40: how many inside finish on it, though it is not the newest. */
  pinned: number;
}

const MOST_LISTED = 200;

/** R41: the published versions of a scenario, the newest first, at most 200. */
export async function listVersions(db: Statements, shopId: number, scenarioId: string): Promise<VersionLine[]> {
  const rows = await db.forShop(shopId).selectFrom("ScenarioVersion").select(["id", "number", "publishedAt"])
    .where("scenarioId", "=", scenarioId).orderBy("number", "desc").limit(MOST_LISTED).execute();
  const pinned = await countPinned(db, shopId, scenarioId);
  return rows.map((row, index) => ({ ...row, newest: index === 0, pinned: pinned.get(row.id) ?? 0 }));
}

/** The definition of one version of this scenario, or null. */
export async function readVersion(db: Statements, shopId: number, scenarioId: string, versionId: string): Promise<ScenarioDefinition | null> {
  const row = await db.forShop(shopId).selectFrom("ScenarioVersion").select("definition").where("scenarioId", "=", scenarioId).where("id", "=", versionId).executeTakeFirst();
  return row ? scenarioDefinitionSchema.parse(JSON.parse(row.definition)) : null;
}
