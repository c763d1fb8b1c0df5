import type { WriteStatements } from "~/adapters/db/database.server";
import type { ScenarioDefinition, StepNode } from "~/domain/scenario/definition";
import { changed, gone } from "~/domain/scenario/plan-change";
import { readSettling, writeSettling } from "~/domain/scenario/settling";
import { composeMoves, readMoves, writeMoves, type Moves } from "~/domain/scenario/moves";
import type { Instant } from "~/domain/instant";
import { lookAgain } from "~/services/runs/look-again.server";

/**
 * Stores the definition as the scenario's newest version, unless it equals the newest one, and answers the version's id.
 * Runs that stand in a step that is gone or changed become due, so that the engine looks at them again by the new
 * version (R38, R39): those that one piece does not reach are noted for `settleInside`, which the caller calls after the
 * commit. `moves` says of deleted steps where those go on who stand in them (R40): it is stored with the version, and the
 * engine carries it out for each run when it looks at it, so nothing can come between saving and moving.
 */
export async function publishVersion(
  tx: WriteStatements,
  shopId: number,
  input: { scenarioId: string; definition: ScenarioDefinition; now: Instant; newId: () => string; moves?: Moves },
): Promise<string> {
  const { scenarioId, definition, now, newId, moves: chosen = new Map() } = input;
  const shop = tx.forShop(shopId);
  const newest = await shop.selectFrom("ScenarioVersion").select(["id", "number", "definition", "moves"]).where("scenarioId", "=", scenarioId).orderBy("number", "desc").executeTakeFirst();
  const text = JSON.stringify(definition);
  if (newest?.definition === text) return newest.id;

  const id = newId();
  const moves = composeMoves(readMoves(newest?.moves ?? null), chosen, new Set(definition.steps.map((step) => step.id)));
  await shop.insertInto("ScenarioVersion").values({ shopId, id, scenarioId, number: (newest?.number ?? 0) + 1, definition: text, publishedAt: now, moves: writeMoves(moves) }).execute();
  const before = newest ? (JSON.parse(newest.definition) as ScenarioDefinition).steps : [];
  await noteChanges(tx, shopId, scenarioId, compareSteps(before, definition.steps), now);
  return id;
}

/** The first piece at once, which is all for most scenarios. */
async function noteChanges(tx: WriteStatements, shopId: number, scenarioId: string, steps: { gone: string[]; changed: string[] }, now: Instant): Promise<void> {
  if (steps.gone.length + steps.changed.length === 0) return;
  const shop = tx.forShop(shopId);
  const scenario = await shop.selectFrom("Scenario").select("settling").where("id", "=", scenarioId).executeTakeFirst();
  const owed = readSettling(scenario?.settling ?? null);
  const all = { gone: [...new Set([...(owed.lookAgain?.gone ?? []), ...steps.gone])], changed: [...new Set([...(owed.lookAgain?.changed ?? []), ...steps.changed])], after: "" };
  const left = await lookAgain(tx, shopId, scenarioId, all, now);
  await shop.updateTable("Scenario").set({ settling: writeSettling({ ...owed, lookAgain: left ?? undefined }) }).where("id", "=", scenarioId).execute();
}

function compareSteps(before: StepNode[], after: StepNode[]): { gone: string[]; changed: string[] } {
  return { gone: gone(before, after).map(({ id }) => id), changed: changed(before, after).map(({ id }) => id) };
}
