import { sql, type RawBuilder } from "kysely";
import type { Statements, WriteStatements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";
import type { EntryRequest } from "./enter-runs.server";

type Reading = Pick<Statements, "dialect">;

export interface Insiders {
  /** The fact met this scenario before; whatever was decided then stands. */
  isTold(request: EntryRequest): boolean;
  /** Active runs of the customer in the scenario, oldest first. */
  insideOf(request: EntryRequest): readonly string[];
  /** When her last run ended that was not replaced. */
  lastEndedOf(request: EntryRequest): Instant | null;
}

/** What R5–R7 ask about the customers who would enter, in three statements. */
export async function readInsiders(tx: WriteStatements, shopId: number, requests: readonly EntryRequest[]): Promise<Insiders> {
  const told = await toldOf(tx, shopId, requests).execute(tx.acrossShops);
  const runs = await insideOf(tx, shopId, requests).execute(tx.acrossShops);
  const asksEnds = requests.filter(({ scenario }) => scenario.compiled.settings.reentry.afterEnd !== "always");
  const ended = asksEnds.length === 0 ? [] : (await endedOf(tx, shopId, asksEnds).execute(tx.acrossShops)).rows;

  const toldKeys = new Set(told.rows.map(({ scenarioId, factKey }) => `${scenarioId}:${factKey}`));
  const inside = new Map<string, string[]>();
  for (const { id, scenarioId, customerId } of runs.rows) {
    const key = `${scenarioId}:${customerId}`;
    const ids = inside.get(key);
    if (ids) ids.push(id);
    else inside.set(key, [id]);
  }
  const ends = new Map(ended.map(({ scenarioId, customerId, endedAt }) => [`${scenarioId}:${customerId}`, endedAt]));
  return {
    isTold: ({ scenario, factKey }) => toldKeys.has(`${scenario.id}:${factKey}`),
    insideOf: ({ scenario, customerId }) => inside.get(`${scenario.id}:${customerId}`) ?? [],
    lastEndedOf: ({ scenario, customerId }) => ends.get(`${scenario.id}:${customerId}`) ?? null,
  };
}

/** Which of the facts were decided about. */
export const toldOf = (db: Reading, shopId: number, requests: readonly EntryRequest[]): RawBuilder<{ scenarioId: string; factKey: string }> => sql`
  with v("shopId", "scenarioId", "factKey") as (${valueRows(db.dialect, ["bigint", "text", "text"], requests.map(({ scenario, factKey }) => [shopId, scenario.id, factKey]))})
  select d."scenarioId" as "scenarioId", d."factKey" as "factKey" from v
  ${db.dialect.lookUp("join", "EntryDecision", "d", sql`d."shopId" = v."shopId" and d."scenarioId" = v."scenarioId" and d."factKey" = v."factKey"`)}`;

/** The active runs of the customers in the scenarios they would enter, oldest first. A key is what a run has as long as it is active. */
export const insideOf = (db: Reading, shopId: number, requests: readonly EntryRequest[]): RawBuilder<{ id: string; scenarioId: string; customerId: string }> => sql`
  with ${whoAndWhere(db, shopId, requests)}
  select r."id" as "id", r."scenarioId" as "scenarioId", r."customerId" as "customerId" from v
  ${runsInside(db, sql`r."activeKey" is not null`)}
  order by r."enteredAt", r."id"`;

/** When the last of their runs in those scenarios ended that was not replaced. */
export const endedOf = (db: Reading, shopId: number, requests: readonly EntryRequest[]): RawBuilder<{ scenarioId: string; customerId: string; endedAt: Instant }> => sql`
  with ${whoAndWhere(db, shopId, requests)}
  select r."scenarioId" as "scenarioId", r."customerId" as "customerId", max(r."endedAt") as "endedAt" from v
  ${runsInside(db, sql`r."activeKey" is null and (r."reason" is null or r."reason" <> 'replaced')`)}
  group by r."scenarioId", r."customerId"`;

/** Found by the customer, and then by the scenario: PostgreSQL could go through all that are or were inside it. */
const runsInside = (db: Reading, which: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  ${db.dialect.lookUp("join", "Run", "r", sql`r."shopId" = v."shopId" and r."customerId" = v."customerId" and ${which}`, "all")}
  where r."scenarioId" = v."scenarioId"`;

function whoAndWhere(db: Reading, shopId: number, requests: readonly EntryRequest[]): RawBuilder<unknown> {
  const pairs = new Map(requests.map(({ scenario, customerId }) => [`${scenario.id}:${customerId}`, [shopId, scenario.id, customerId]]));
  return sql`v("shopId", "scenarioId", "customerId") as (${valueRows(db.dialect, ["bigint", "text", "text"], [...pairs.values()])})`;
}
