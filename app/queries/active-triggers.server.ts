import type { Statements } from "~/adapters/db/database.server";
import { scenarioDefinitionSchema } from "~/domain/scenario/definition";
import type { ActiveTrigger } from "~/domain/scenario/step-type";

/** The entry points of the shop's active scenarios as they run now, but for those of one scenario. */
export async function listActiveTriggers(db: Statements, shopId: number, except: string): Promise<ActiveTrigger[]> {
  const rows = await db.forShop(shopId).selectFrom("Scenario")
    .innerJoin("ScenarioVersion", (join) => join.onRef("ScenarioVersion.shopId", "=", "Scenario.shopId").onRef("ScenarioVersion.id", "=", "Scenario.versionId"))
    .select(["Scenario.name", "ScenarioVersion.definition"]).where("Scenario.status", "=", "active").where("Scenario.id", "!=", except).orderBy("Scenario.name").orderBy("Scenario.id").execute();
  return rows.flatMap(({ name, definition }) => {
    const read = scenarioDefinitionSchema.safeParse(JSON.parse(definition));
    return read.success ? read.data.entryPoints.map(({ type, version, config }) => ({ scenario: name, type, version, config })) : [];
  });
}
