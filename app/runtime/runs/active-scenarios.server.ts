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
  return (await activeScenariosOf(tx, [shopId], log)).get(shopId) ?? [];
}

/** The same of several shops, by one statement. Shops without any are left out. */
export async function activeScenariosOf(tx: WriteStatements, shopIds: readonly number[], log: WriteDeps["log"]): Promise<ReadonlyMap<number, ActiveScenario[]>> {
  const rows = await tx.acrossShops.selectFrom("Scenario").select(["shopId", "id", "versionId"])
    .where("shopId", "in", shopIds).where("status", "=", "active").where("versionId", "is not", null).orderBy("shopId").orderBy("id").modifyEnd(tx.dialect.lockedShared).execute();
  const found = new Map<number, ActiveScenario[]>();
  for (const [shopId, own] of Map.groupBy(rows, (row) => row.shopId)) {
    const versions = await compiledVersions(tx, shopId, own.flatMap(({ versionId }) => versionId ?? []), log);
    found.set(shopId, own.flatMap(({ id, versionId }) => {
      const compiled = versionId === null ? undefined : versions.get(versionId);
      return versionId !== null && compiled ? [{ id, versionId, compiled }] : [];
    }));
  }
  return found;
}
