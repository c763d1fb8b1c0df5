import type { WriteStatements } from "~/adapters/db/database.server";
import type { CompiledScenario } from "~/domain/scenario/compile";
import type { WriteDeps } from "~/services/write-deps";
import { compiledVersions } from "./compiled-versions.server";

export interface ActiveScenario {
  id: string;
  versionId: string;
  compiled: CompiledScenario;
}

/** The shop's active scenarios by their newest published version. They stay so until the transaction is done: whoever stops one waits for it. */
export async function activeScenarios(tx: WriteStatements, shopId: number, log: WriteDeps["log"]): Promise<ActiveScenario[]> {
  const rows = await tx.forShop(shopId).selectFrom("Scenario").select(["id", "versionId"]).where("status", "=", "active").where("versionId", "is not", null).orderBy("id").modifyEnd(tx.dialect.lockedShared).execute();
  const versions = await compiledVersions(tx, shopId, rows.flatMap(({ versionId }) => versionId ?? []), log);
  return rows.flatMap(({ id, versionId }) => {
    const compiled = versionId === null ? undefined : versions.get(versionId);
    return versionId !== null && compiled ? [{ id, versionId, compiled }] : [];
  });
}
