import type { WriteStatements } from "~/adapters/db/database.server";
import type { ShopSegment } from "~/domain/segment/shop-segment";
import { segmentsUsed } from "~/domain/segment/segments-used";
import { segmentsWithin } from "~/domain/segment/segments-within";

/** The names of the scenarios for which the segment decides now, named by them or by segments that they name: active ones, and those in an older version of which somebody finishes. By name. */
export async function askedByLive(tx: WriteStatements, shopId: number, segments: ReadonlyMap<string, ShopSegment>, segmentId: string): Promise<string[]> {
  const asking = new Set([...segments.keys()].filter((id) => segmentsWithin(segments, [id]).has(segmentId)));
  const own = tx.forShop(shopId);
  const active = await own.selectFrom("Scenario").select(["id", "name", "definition"]).where("status", "=", "active").execute();
  const pinned = await own.selectFrom("Run").select(["pinnedVersionId", "scenarioId"]).where("status", "=", "active").where("pinnedVersionId", "is not", null).distinct().execute();
  const versions = pinned.flatMap(({ pinnedVersionId }) => pinnedVersionId ?? []);
  const finishing = versions.length === 0 ? [] : await own.selectFrom("ScenarioVersion").innerJoin("Scenario", (join) => join.onRef("Scenario.shopId", "=", "ScenarioVersion.shopId").onRef("Scenario.id", "=", "ScenarioVersion.scenarioId"))
    .select(["Scenario.id", "Scenario.name", "ScenarioVersion.definition"]).where("ScenarioVersion.id", "in", versions).execute();
  const names = new Map([...active, ...finishing].filter(({ definition }) => [...segmentsUsed(JSON.parse(definition))].some((id) => asking.has(id))).map(({ id, name }) => [id, name]));
  return [...names.values()].sort();
}
