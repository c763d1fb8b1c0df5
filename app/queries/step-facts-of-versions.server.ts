import type { Statements } from "~/adapters/db/database.server";
import { stepTypeByName } from "~/steps/registry";

export interface StepFacts {
  type: string;
  config: unknown;
  /** Whether customers leave it by different ways. */
  hasWays: boolean;
}

/** The steps by their id, by version: each version is read once, however often it is asked for. */
export async function readStepFacts(db: Statements, shopId: number, versionIds: readonly string[]): Promise<Map<string, Map<string, StepFacts>>> {
  const ids = [...new Set(versionIds)];
  if (ids.length === 0) return new Map();
  const versions = await db.forShop(shopId).selectFrom("ScenarioVersion").select(["id", "definition"]).where("id", "in", ids).execute();
  return new Map(versions.map(({ id, definition }) => {
    const { steps } = JSON.parse(definition) as { steps: { id: string; type: string; config: unknown }[] };
    return [id, new Map(steps.map((step) => [step.id, { type: step.type, config: step.config, hasWays: hasWays(step.type, step.config) }]))];
  }));
}

/** A config of an older shape has no names for its ways. */
function hasWays(type: string, config: unknown): boolean {
  const found = stepTypeByName.get(type);
  const read = found?.config.safeParse(config);
  return found !== undefined && read?.success === true && found.branches(read.data).length > 1;
}
