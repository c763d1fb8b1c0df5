import { sql, type SqlBool } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { ScenarioStatus } from "~/domain/scenario/status";
import { type Figures, figuresOf } from "~/domain/statistics/figures";
import { sortScenarios, type ScenarioSort } from "~/domain/statistics/sort-scenarios";
import { readScenarioCounts } from "./read-counters.server";

export interface ScenarioListItem {
  id: string;
  name: string;
  status: ScenarioStatus;
  updatedAt: number;
  activatedAt: number | null;
  everRan: boolean;
  figures: Figures;
}

const LONGEST_LIST = 250;

/** The shop's scenarios (at most 250, those changed last), in the order asked for, each with its figures summed over all versions (R3). Deleted ones only when asked for. */
export async function listScenarios(db: Statements, shopId: number, input: { status: ScenarioStatus | null; search: string; sort?: ScenarioSort }): Promise<ScenarioListItem[]> {
  let query = db.forShop(shopId).selectFrom("Scenario").select(["id", "name", "status", "updatedAt", "activatedAt", "firstActivatedAt"]);
  query = input.status ? query.where("status", "=", input.status) : query.where("status", "!=", "deleted");
  const search = input.search.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`);
  if (search) query = query.where(sql<SqlBool>`lower("name") like lower(${`%${search}%`}) escape '\\'`);
  const rows = await query.orderBy("updatedAt", "desc").orderBy("id").limit(LONGEST_LIST).execute();
  const counts = await readScenarioCounts(db, shopId, rows.map((row) => row.id));
  const items = rows.map(({ id, name, status, updatedAt, activatedAt, firstActivatedAt }) => ({
    id, name, status: status as ScenarioStatus, updatedAt, activatedAt, everRan: firstActivatedAt !== null, figures: figuresOf(counts.get(id) ?? {}),
  }));
  return sortScenarios(items, input.sort ?? "updated");
}

/** How many scenarios have each status. */
export async function countScenarios(db: Statements, shopId: number): Promise<Record<ScenarioStatus, number>> {
  const rows = await db.forShop(shopId).selectFrom("Scenario").select(({ fn }) => ["status", fn.countAll<number>().as("scenarios")]).groupBy("status").execute();
  const counts: Record<ScenarioStatus, number> = { draft: 0, active: 0, stopped: 0, deleted: 0 };
  for (const { status, scenarios } of rows) counts[status as ScenarioStatus] = scenarios;
  return counts;
}
