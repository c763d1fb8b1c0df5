import type { WriteStatements } from "~/adapters/db/database.server";
import type { ScenarioDefinition, StepNode } from "~/domain/scenario/definition";
import type { Instant } from "~/domain/instant";

/**
 * Stores the definition as the scenario's newest version, unless it equals the newest one, and answers the version's id.
 * Runs that stand in a step that is gone or changed become due, so that the engine looks at them again by the new
 * version (R38, R39); a run that waits for a message's outcome is left to that outcome.
 */
export async function publishVersion(
  tx: WriteStatements,
  shopId: number,
  input: { scenarioId: string; definition: ScenarioDefinition; now: Instant; newId: () => string },
): Promise<string> {
  const { scenarioId, definition, now, newId } = input;
  const shop = tx.forShop(shopId);
  const newest = await shop.selectFrom("ScenarioVersion").select(["id", "number", "definition"]).where("scenarioId", "=", scenarioId).orderBy("number", "desc").executeTakeFirst();
  const text = JSON.stringify(definition);
  if (newest?.definition === text) return newest.id;

  const id = newId();
  await shop.insertInto("ScenarioVersion").values({ shopId, id, scenarioId, number: (newest?.number ?? 0) + 1, definition: text, publishedAt: now }).execute();
  const before = newest ? (JSON.parse(newest.definition) as ScenarioDefinition).steps : [];
  const changed = changedSteps(before, definition.steps);
  if (changed.length > 0) {
    await shop.updateTable("Run").set({ dueAt: now })
      .where("scenarioId", "=", scenarioId).where("status", "=", "active").where("stepId", "in", changed)
      .where("dueAt", "is not", null).where("dueAt", ">", now).execute();
  }
  return id;
}

/** Steps of the older definition that are gone or whose behaviour differs. */
function changedSteps(before: StepNode[], after: StepNode[]): string[] {
  const now = new Map(after.map((step) => [step.id, JSON.stringify([step.type, step.version, step.config])]));
  return before.filter((step) => now.get(step.id) !== JSON.stringify([step.type, step.version, step.config])).map((step) => step.id);
}
