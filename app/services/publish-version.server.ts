import type { WriteStatements } from "~/adapters/db/database.server";
import type { ScenarioDefinition, StepNode } from "~/domain/scenario/definition";
import type { Instant } from "~/domain/instant";

/**
 * Stores the definition as the scenario's newest version, unless it equals the newest one, and answers the version's id.
 * Runs that stand in a step that is gone or changed become due, so that the engine looks at them again by the new
 * version (R38, R39); a run that waits for a message's outcome in a changed step is left to that outcome.
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
  const { gone, changed } = compareSteps(before, definition.steps);
  const standing = shop.updateTable("Run").set({ dueAt: now }).where("scenarioId", "=", scenarioId).where("status", "=", "active");
  if (gone.length > 0) await standing.where("stepId", "in", gone).execute();
  if (changed.length > 0) await standing.where("stepId", "in", changed).where("dueAt", ">", now).execute();
  return id;
}

function compareSteps(before: StepNode[], after: StepNode[]): { gone: string[]; changed: string[] } {
  const behaviour = ({ type, version, config }: StepNode) => JSON.stringify([type, version, config]);
  const now = new Map(after.map((step) => [step.id, behaviour(step)]));
  return {
    gone: before.filter((step) => !now.has(step.id)).map((step) => step.id),
    changed: before.filter((step) => now.has(step.id) && now.get(step.id) !== behaviour(step)).map((step) => step.id),
  };
}
