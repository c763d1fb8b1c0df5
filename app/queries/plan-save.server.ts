import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { scenarioDefinitionSchema, type ScenarioDefinition } from "~/domain/scenario/definition";
import { changedWaits, planChange, type PlanEffect, type Standing } from "~/domain/scenario/plan-change";
import { startsOver } from "~/domain/scenario/wait-over";
import { stepTypes } from "~/steps/registry";
import type { ShopRow } from "./shop.server";

/**
 * R40: what saving this definition now would do to whom; nothing where the scenario is not active. A fixed number of
 * statements, however many steps it has and people are inside.
 */
export async function planSave(db: Statements, shop: ShopRow, input: { scenarioId: string; definition: ScenarioDefinition; now: Instant }): Promise<PlanEffect[]> {
  const { scenarioId, definition, now } = input;
  const published = await db.forShop(shop.id).selectFrom("Scenario")
    .innerJoin("ScenarioVersion", (join) => join.onRef("ScenarioVersion.shopId", "=", "Scenario.shopId").onRef("ScenarioVersion.id", "=", "Scenario.versionId"))
    .select("ScenarioVersion.definition").where("Scenario.id", "=", scenarioId).where("Scenario.status", "=", "active").executeTakeFirst();
  if (!published) return [];
  const before = scenarioDefinitionSchema.parse(JSON.parse(published.definition));
  const starts = startsOver(changedWaits(before, definition, stepTypes), stepTypes, shop.timeZone, now);
  return planChange(before, definition, await readStanding(db, shop.id, scenarioId, starts, now), stepTypes);
}

/** `starts`: by step, the last start of a clock whose wait would be over. */
async function readStanding(db: Statements, shopId: number, scenarioId: string, starts: ReadonlyMap<string, Instant>, now: Instant): Promise<Standing> {
  const own = db.forShop(shopId);
  const runs = await own.selectFrom("Run").select("stepId").select(({ fn }) => fn.countAll<number>().as("count"))
    .where("scenarioId", "=", scenarioId).where("status", "=", "active").groupBy("stepId").execute();
  const clocks = await own.selectFrom("IdleClock").select("entryPointId").select(({ fn }) => fn.countAll<number>().as("count"))
    .where("scenarioId", "=", scenarioId).groupBy("entryPointId").execute();
  const over = starts.size === 0 ? [] : (await sql<{ stepId: string; count: number }>`
    with o("stepId", "start") as (values ${sql.join([...starts].map(([stepId, start]) => sql`(${stepId}, ${start})`))})
    select r."stepId" as "stepId", count(*) as "count" from "Run" r join o on o."stepId" = r."stepId"
    where r."shopId" = ${shopId} and r."scenarioId" = ${scenarioId} and r."status" = 'active' and r."dueAt" > ${now} and r."enteredStepAt" + r."heldMs" <= o."start"
    group by r."stepId"`.execute(db.acrossShops)).rows;
  return {
    atTheDoor: Number(runs.find(({ stepId }) => stepId === null)?.count ?? 0),
    byStep: new Map(runs.flatMap(({ stepId, count }) => (stepId === null ? [] : [[stepId, Number(count)]]))),
    overByStep: new Map(over.map(({ stepId, count }) => [stepId, Number(count)])),
    byEntryPoint: new Map(clocks.map(({ entryPointId, count }) => [entryPointId, Number(count)])),
  };
}
