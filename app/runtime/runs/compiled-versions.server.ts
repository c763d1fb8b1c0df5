import type { Statements } from "~/adapters/db/database.server";
import { compile, DefinitionError, type CompiledScenario } from "~/domain/scenario/compile";
import { readMoves } from "~/domain/scenario/moves";
import { entryPointTypes } from "~/entry-points/registry";
import type { WriteDeps } from "~/services/write-deps";
import { stepTypes } from "~/steps/registry";

const MOST_KEPT = 1_000;

/** By the version's id. Versions never change, so nothing here grows stale; the oldest give way. Null: it cannot run. */
const kept = new Map<string, CompiledScenario | null>();

/** Published versions, read and compiled once. One that cannot run is logged and left out. */
export async function compiledVersions(db: Statements, shopId: number, versionIds: readonly string[], log: WriteDeps["log"]): Promise<ReadonlyMap<string, CompiledScenario>> {
  const wanted = [...new Set(versionIds)];
  const missing = wanted.filter((id) => !kept.has(`${shopId}:${id}`));
  if (missing.length > 0) {
    const rows = await db.forShop(shopId).selectFrom("ScenarioVersion").select(["id", "definition", "moves"]).where("id", "in", missing).execute();
    for (const row of rows) keep(`${shopId}:${row.id}`, read(shopId, row, log));
  }
  const found = new Map<string, CompiledScenario>();
  for (const id of wanted) {
    const compiled = kept.get(`${shopId}:${id}`);
    if (compiled) found.set(id, compiled);
  }
  return found;
}

function read(shopId: number, { id: versionId, definition, moves }: { id: string; definition: string; moves: string | null }, log: WriteDeps["log"]): CompiledScenario | null {
  try {
    return compile(versionId, JSON.parse(definition), { steps: stepTypes, entryPoints: entryPointTypes }, readMoves(moves));
  } catch (error) {
    if (!(error instanceof DefinitionError || error instanceof SyntaxError)) throw error;
    log.error({ err: error, shopId, versionId }, "a published version cannot run; its scenario stands still until it is saved anew");
    return null;
  }
}

function keep(key: string, compiled: CompiledScenario | null): void {
  kept.set(key, compiled);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}
