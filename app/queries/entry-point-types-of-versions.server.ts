import type { Statements } from "~/adapters/db/database.server";

/** The types of entry points by their id, by version: each version is read once, however often it is asked for. */
export async function readEntryPointTypes(db: Statements, shopId: number, versionIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const ids = [...new Set(versionIds)];
  if (ids.length === 0) return new Map();
  const versions = await db.forShop(shopId).selectFrom("ScenarioVersion").select(["id", "definition"]).where("id", "in", ids).execute();
  return new Map(versions.map(({ id, definition }) => {
    const { entryPoints } = JSON.parse(definition) as { entryPoints: { id: string; type: string }[] };
    return [id, new Map(entryPoints.map((entryPoint) => [entryPoint.id, entryPoint.type]))];
  }));
}
