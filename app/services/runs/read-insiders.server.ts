import { sql, type RawBuilder } from "kysely";
import type { Statements, WriteStatements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";
import { activeRunsOf } from "./active-runs-of.server";
import { decisionsAbout } from "./decisions-about.server";
import type { EntryRequest } from "./enter-runs.server";

export interface Insiders {
  /** The fact met this scenario before; whatever was decided then stands. */
  isTold(request: EntryRequest): boolean;
  /** Active runs of the customer in the scenario, oldest first. */
  insideOf(request: EntryRequest): readonly string[];
  /** When her last run ended that was not replaced. */
  lastEndedOf(request: EntryRequest): Instant | null;
}

interface Ended {
  scenarioId: string;
  customerId: string;
  endedAt: Instant;
}

const pair = (scenarioId: string, other: string): string => `${scenarioId}:${other}`;

/** What R5–R7 ask about the customers who would enter, in three statements for up to five hundred. */
export async function readInsiders(tx: WriteStatements, shopId: number, requests: readonly EntryRequest[]): Promise<Insiders> {
  const told = await decisionsAbout(tx, shopId, requests.map(({ scenario, factKey }) => ({ scenarioId: scenario.id, factKey })));
  const runs = await activeRunsOf(tx, shopId, requests.map(({ customerId }) => customerId), [...new Set(requests.map(({ scenario }) => scenario.id))]);
  const ended: Ended[] = [];
  for (const piece of chunksOf(requests.filter(({ scenario }) => scenario.compiled.settings.reentry.afterEnd !== "always"), 500)) {
    ended.push(...(await endedRuns(tx, shopId, piece.map(({ scenario, customerId }) => ({ scenarioId: scenario.id, customerId }))).execute(tx.acrossShops)).rows);
  }

  const toldKeys = new Set(told.map(({ scenarioId, factKey }) => pair(scenarioId, factKey)));
  const inside = Map.groupBy(runs, ({ scenarioId, customerId }) => pair(scenarioId, customerId));
  const ends = new Map(ended.map(({ scenarioId, customerId, endedAt }) => [pair(scenarioId, customerId), endedAt]));
  return {
    isTold: ({ scenario, factKey }) => toldKeys.has(pair(scenario.id, factKey)),
    insideOf: ({ scenario, customerId }) => (inside.get(pair(scenario.id, customerId)) ?? []).map(({ id }) => id),
    lastEndedOf: ({ scenario, customerId }) => ends.get(pair(scenario.id, customerId)) ?? null,
  };
}

/** When the last run of each of these customers in that scenario ended that was not replaced. Found as `activeRuns` are; a run that ended has no key. */
export const endedRuns = (db: Pick<Statements, "dialect">, shopId: number, who: readonly { scenarioId: string; customerId: string }[]): RawBuilder<Ended> => sql`
  with v("shopId", "scenarioId", "customerId") as (${valueRows(db.dialect, ["bigint", "text", "text"], who.map(({ scenarioId, customerId }) => [shopId, scenarioId, customerId]))})
  select r."scenarioId" as "scenarioId", r."customerId" as "customerId", max(r."endedAt") as "endedAt" from v
  ${db.dialect.lookUp("join", "Run", "r", sql`r."shopId" = v."shopId" and r."customerId" = v."customerId" and r."activeKey" is null and (r."reason" is null or r."reason" <> 'replaced')`, "all")}
  where r."scenarioId" = v."scenarioId"
  group by r."scenarioId", r."customerId"`;
