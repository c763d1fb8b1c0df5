import type { ServiceContext } from "~/app-context";
import { emptyDefinition, type ScenarioDefinition } from "~/domain/scenario/definition";

/** Makes a draft and answers its id. */
export async function createScenario(context: ServiceContext, shopId: number, input: { name: string; definition?: ScenarioDefinition }): Promise<string> {
  const id = context.newId();
  const now = context.clock.now();
  await context.db.write((tx) =>
    tx.forShop(shopId).insertInto("Scenario").values({
      shopId,
      id,
      name: input.name,
      status: "draft",
      definition: JSON.stringify(input.definition ?? emptyDefinition),
      revision: 1,
      versionId: null,
      firstActivatedAt: null,
      activatedAt: null,
      stoppedAt: null,
      createdAt: now,
      updatedAt: now,
    }).execute(),
  );
  return id;
}
