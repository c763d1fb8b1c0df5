import { sql, type RawBuilder } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import { chunksOf } from "~/services/chunks-of";

/** A fact that would let somebody into a scenario. */
interface FactOfScenario {
  scenarioId: string;
  factKey: string;
}

interface Decision extends FactOfScenario {
  outcome: string;
}

/** What was decided about facts (R5); nothing about those that are new. */
export async function decisionsAbout(db: Pick<Statements, "acrossShops" | "dialect">, shopId: number, facts: readonly FactOfScenario[]): Promise<Decision[]> {
  const found: Decision[] = [];
  for (const piece of chunksOf(facts, 500)) found.push(...(await decisions(db, shopId, piece).execute(db.acrossShops)).rows);
  return found;
}

export const decisions = (db: Pick<Statements, "dialect">, shopId: number, facts: readonly FactOfScenario[]): RawBuilder<Decision> => sql`
  with v("shopId", "scenarioId", "factKey") as (${valueRows(db.dialect, ["bigint", "text", "text"], facts.map(({ scenarioId, factKey }) => [shopId, scenarioId, factKey]))})
  select d."scenarioId" as "scenarioId", d."factKey" as "factKey", d."outcome" as "outcome" from v
  ${db.dialect.lookUp("join", "EntryDecision", "d", sql`d."shopId" = v."shopId" and d."scenarioId" = v."scenarioId" and d."factKey" = v."factKey"`)}`;
