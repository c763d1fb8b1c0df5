import type { ServiceContext } from "~/app-context";
import { findScenario } from "~/queries/scenario.server";
import { createScenario } from "./create-scenario.server";
import { notFound, type Refusal } from "./refusal";

/** R1: a copy is a draft, whatever the status of the original. */
export async function duplicateScenario(context: ServiceContext, shopId: number, scenarioId: string, name: string): Promise<{ ok: true; scenarioId: string } | Refusal> {
  const original = await findScenario(context.db, shopId, scenarioId);
  if (!original) return notFound;
  return { ok: true, scenarioId: await createScenario(context, shopId, { name: name.slice(0, 200), definition: original.definition }) };
}
