import type { Statements } from "~/adapters/db/database.server";
import type { CompiledScenario } from "~/domain/scenario/compile";
import type { WriteDeps } from "~/services/write-deps";
import { compiledVersions } from "./compiled-versions.server";

export interface ActiveScenario {
  id: string;
  versionId: string;
  compiled: CompiledScenario;
}

/** The shop's active scenarios by their newest published version, as they are in this transaction. */
export async function activeScenarios(db: Statements, shopId: number, log: WriteDeps["log"]): Promise<ActiveScenario[]> {
  const rows = await db.forShop(shopId).selectFrom("Scenario").select(["id", "versionId"]).where("status", "=", "active").where("versionId", "is not", null).execute();
  const versions = await compiledVersions(db, shopId, rows.flatMap(({ versionId }) => versionId ?? []), log);
  return rows.flatMap(({ id, versionId }) => {
    const compiled = versionId === null ? undefined : versions.get(versionId);
    return versionId !== null && compiled ? [{ id, versionId, compiled }] : [];
  });
}
