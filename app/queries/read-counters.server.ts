import { type ExpressionBuilder, sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { DB } from "~/adapters/db/generated/tables";
import type { Counts } from "~/domain/statistics/figures";
import type { Metric } from "~/domain/statistics/metric";

export type CountDimension = "scenarioId" | "versionId" | "stepId" | "channel" | "reason" | "day";

export interface CountQuery {
  /** Every scenario of the shop where left out. */
  scenarioIds?: readonly string[];
  metrics?: readonly Metric[];
  /** Shop-local dates, YYYY-MM-DD, both included. */
  fromDay?: string;
  toDay?: string;
}

export type CountRow<D extends CountDimension> = Record<D, string> & { metric: Metric; value: number };

/**
 * Counters of a shop summed by the dimensions asked for: what is folded plus what is pending. Every change is recorded
 * once, with all its dimensions, so a sum over any of them is right.
 */
export async function readCounts<D extends CountDimension>(db: Statements, shopId: number, by: readonly D[], query: CountQuery = {}): Promise<CountRow<D>[]> {
  if (query.scenarioIds?.length === 0) return [];
  const columns: readonly (D | "metric")[] = [...by, "metric"];
  const matching = (table: "Counter" | "CounterDelta") => {
    let rows = db.forShop(shopId).sql.selectFrom(table).where("shopId", "=", shopId);
    if (query.scenarioIds) rows = rows.where("scenarioId", "in", [...query.scenarioIds]);
    if (query.metrics) rows = rows.where("metric", "in", [...query.metrics]);
    if (query.fromDay) rows = rows.where("day", ">=", query.fromDay);
    if (query.toDay) rows = rows.where("day", "<=", query.toDay);
    return rows.select(({ ref }: ExpressionBuilder<DB, "Counter" | "CounterDelta">) => [...columns.map((column) => ref(column).as(column)), ref("value").as("value")]);
  };
  const all = matching("Counter").unionAll(matching("CounterDelta"));
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const { rows } = await sql<CountRow<D>>`select ${names}, sum("value") as "value" from (${all}) as "counts" group by ${names}`.execute(db.acrossShops);
  return rows.map((row) => ({ ...row, value: Number(row.value) }));
}

/** Counts of each scenario over all its versions (R3). */
export async function readScenarioCounts(db: Statements, shopId: number, scenarioIds: readonly string[]): Promise<Map<string, Counts>> {
  const rows = await readCounts(db, shopId, ["scenarioId"], { scenarioIds });
  return gatherCounts(rows, (row) => row.scenarioId);
}

/** Puts rows that share a key into one set of counts. */
export function gatherCounts<Row extends { metric: Metric; value: number }>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Counts> {
  const gathered = new Map<string, Counts>();
  for (const row of rows) {
    const key = keyOf(row);
    const counts = gathered.get(key) ?? {};
    counts[row.metric] = (counts[row.metric] ?? 0) + row.value;
    gathered.set(key, counts);
  }
  return gathered;
}
