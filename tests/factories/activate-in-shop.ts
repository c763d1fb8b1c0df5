import type { ServiceContext } from "~/app-context";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";

/** A new scenario of the shop, made active as the merchant does it; answers its id. Throws where it is refused. */
export async function activateInShop(context: ServiceContext, shopId: number, definition: ScenarioDefinition): Promise<string> {
  const id = context.newId();
  const now = context.clock.now();
  await context.db.write((tx) => tx.forShop(shopId).insertInto("Scenario").values({
    shopId, id, name: "Scenario", status: "draft", definition: JSON.stringify(definition), revision: 1, versionId: null, firstActivatedAt: null, activatedAt: null, stoppedAt: null, createdAt: now, updatedAt: now,
  }).execute());
  const activated = await activateScenario(context, shopId, id);
  if (!activated.ok) throw new Error(`not activated: ${JSON.stringify(activated)}`);
  return id;
}
