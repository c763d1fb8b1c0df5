import type { Statements } from "~/adapters/db/database.server";
import { scenarioDefinitionSchema } from "~/domain/scenario/definition";
import type { ActiveTrigger } from "~/domain/scenario/step-type";
import { tagUseOf, type TagUse } from "~/domain/scenario/tag-circle";
import { entryPointTypes } from "~/entry-points/registry";
import { stepTypes } from "~/steps/registry";

/** What of other active scenarios bears upon one that is to go live. */
export interface OtherScenarios {
  activeTriggers: ActiveTrigger[];
  activeTags: TagUse[];
}

/** The entry points of the shop's active scenarios as they run now, and what they have to do with tags, but for those of one scenario. */
export async function readOtherScenarios(db: Statements, shopId: number, except: string): Promise<OtherScenarios> {
  const rows = await db.forShop(shopId).selectFrom("Scenario")
    .innerJoin("ScenarioVersion", (join) => join.onRef("ScenarioVersion.shopId", "=", "Scenario.shopId").onRef("ScenarioVersion.id", "=", "Scenario.versionId"))
    .select(["Scenario.name", "ScenarioVersion.definition"]).where("Scenario.status", "=", "active").where("Scenario.id", "!=", except).orderBy("Scenario.name").orderBy("Scenario.id").execute();
  const readable = rows.flatMap(({ name, definition }) => {
    const read = scenarioDefinitionSchema.safeParse(JSON.parse(definition));
    return read.success ? [{ name, definition: read.data }] : [];
  });
  return {
    activeTriggers: readable.flatMap(({ name, definition }) => definition.entryPoints.map(({ type, version, config }) => ({ scenario: name, type, version, config }))),
    activeTags: readable.map(({ name, definition }) => tagUseOf(name, definition, { steps: stepTypes, entryPoints: entryPointTypes })),
  };
}
