import type { WriteStatements } from "~/adapters/db/database.server";
import type { ScenarioDefinition, StepNode } from "~/domain/scenario/definition";
import { readSettling, writeSettling } from "~/domain/scenario/settling";
import type { Instant } from "~/domain/instant";
import { lookAgain } from "~/services/runs/look-again.server";

/**
 * Stores the definition as the scenario's newest version, unless it equals the newest one, and answers the version's id.
 * Runs that stand in a step that is gone or changed become due, so that the engine looks at them again by the new
 * version (R38, R39): those that one piece does not reach are noted for `settleInside`, which the caller calls after the
 * commit.
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
  await noteChanges(tx, shopId, scenarioId, compareSteps(before, definition.steps), now);
  return id;
}

/** The first piece at once, which is all for most scenarios. */
async function noteChanges(tx: WriteStatements, shopId: number, scenarioId: string, { gone, changed }: { gone: string[]; changed: string[] }, now: Instant): Promise<void> {
  if (gone.length + changed.length === 0) return;
  const shop = tx.forShop(shopId);
  const scenario = await shop.selectFrom("Scenario").select("settling").where("id", "=", scenarioId).executeTakeFirst();
  const owed = readSettling(scenario?.settling ?? null);
  const steps = { gone: [...new Set([...(owed.lookAgain?.gone ?? []), ...gone])], changed: [...new Set([...(owed.lookAgain?.changed ?? []), ...changed])], after: "" };
  const left = await lookAgain(tx, shopId, scenarioId, steps, now);
  await shop.updateTable("Scenario").set({ settling: writeSettling({ ...owed, lookAgain: left ?? undefined }) }).where("id", "=", scenarioId).execute();
}

function compareSteps(before: StepNode[], after: StepNode[]): { gone: string[]; changed: string[] } {
  const behaviour = ({ type, version, config }: StepNode) => JSON.stringify([type, version, config]);
  const now = new Map(after.map((step) => [step.id, behaviour(step)]));
  return {
    gone: before.filter((step) => !now.has(step.id)).map((step) => step.id),
    changed: before.filter((step) => now.has(step.id) && now.get(step.id) !== behaviour(step)).map((step) => step.id),
  };
}
