import type { Selectable } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Scenario } from "~/adapters/db/generated/tables";
import { type ScenarioDefinition, scenarioDefinitionSchema } from "~/domain/scenario/definition";
import type { ScenarioStatus } from "~/domain/scenario/status";

export interface ScenarioRecord extends Omit<Selectable<Scenario>, "definition" | "status"> {
  status: ScenarioStatus;
  /** As last saved. */
  definition: ScenarioDefinition;
}

/** One scenario of the shop with its definition as last saved, or undefined. */
export async function findScenario(db: Statements, shopId: number, scenarioId: string): Promise<ScenarioRecord | undefined> {
  const row = await db.forShop(shopId).selectFrom("Scenario").selectAll().where("id", "=", scenarioId).executeTakeFirst();
  if (!row) return undefined;
  return { ...row, status: row.status as ScenarioStatus, definition: scenarioDefinitionSchema.parse(JSON.parse(row.definition)) };
}
