import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";
import { scenarioDefinitionSchema, type ScenarioDefinition } from "~/domain/scenario/definition";
import { changedWaits, planChange, type PlanEffect, type Standing } from "~/domain/scenario/plan-change";
import { startsOver } from "~/domain/scenario/wait-over";
import { stepTypes } from "~/steps/registry";
import type { ShopRow } from "./shop.server";

/** R40: what a save does to those inside. */
export interface SavePlan {
  effects: PlanEffect[];
  /** Inside and going on by the newest version: the save is about them. */
  inside: number;
  /** Inside and finishing on an older version: it does nothing to them. */
  pinned: number;
}

/**
 * R40: what saving this definition now would do to whom; nothing where the scenario is not active. A fixed number of
 * statements, however many steps it has and people are inside.
 */
export async function planSave(db: Statements, shop: ShopRow, input: { scenarioId: string; definition: ScenarioDefinition; now: Instant }): Promise<SavePlan> {
  const { scenarioId, definition, now } = input;
  const published = await db.forShop(shop.id).selectFrom("Scenario")
    .innerJoin("ScenarioVersion", (join) => join.onRef("ScenarioVersion.shopId", "=", "Scenario.shopId").onRef("ScenarioVersion.id", "=", "Scenario.versionId"))
    .select("ScenarioVersion.definition").where("Scenario.id", "=", scenarioId).where("Scenario.status", "=", "active").executeTakeFirst();
  if (!published) return { effects: [], inside: 0, pinned: 0 };
  const before = scenarioDefinitionSchema.parse(JSON.parse(published.definition));
  const starts = startsOver(changedWaits(before, definition, stepTypes), stepTypes, shop.timeZone, now);
  const { pinned, ...standing } = await readStanding(db, shop.id, scenarioId, starts, now);
  const inside = [...standing.byStep.values()].reduce((sum, count) => sum + count, standing.atTheDoor);
  return { effects: planChange(before, definition, standing, stepTypes), inside, pinned };
}

/** `starts`: by step, the last start of a clock whose wait would be over. */
async function readStanding(db: Statements, shopId: number, scenarioId: string, starts: ReadonlyMap<string, Instant>, now: Instant): Promise<Standing & { pinned: number }> {
  const own = db.forShop(shopId);
  const all = await own.selectFrom("Run").select("stepId").select((of) => [of("pinnedVersionId", "is", null).as("follows"), of.fn.countAll<number>().as("count")])
    .where("scenarioId", "=", scenarioId).where("status", "=", "active").groupBy((of) => ["stepId", of("pinnedVersionId", "is", null)]).execute();
  const runs = all.filter(({ follows }) => follows);
  const clocks = await own.selectFrom("IdleClock").select("entryPointId").select(({ fn }) => fn.countAll<number>().as("count"))
    .where("scenarioId", "=", scenarioId).groupBy("entryPointId").execute();
  const over = starts.size === 0 ? [] : (await sql<{ stepId: string; count: number }>`
    with o("stepId", "start") as (${valueRows(db.dialect, ["text", "bigint"], [...starts])})
    select r."stepId" as "stepId", count(*) as "count" from "Run" r join o on o."stepId" = r."stepId"
    where r."shopId" = ${shopId} and r."scenarioId" = ${scenarioId} and r."status" = 'active' and r."pinnedVersionId" is null and r."dueAt" > ${now} and r."enteredStepAt" + r."heldMs" <= o."start"
    group by r."stepId"`.execute(db.acrossShops)).rows;
  return {
    pinned: all.reduce((sum, { follows, count }) => (follows ? sum : sum + Number(count)), 0),
    atTheDoor: Number(runs.find(({ stepId }) => stepId === null)?.count ?? 0),
    byStep: new Map(runs.flatMap(({ stepId, count }) => (stepId === null ? [] : [[stepId, Number(count)]]))),
    overByStep: new Map(over.map(({ stepId, count }) => [stepId, Number(count)])),
    byEntryPoint: new Map(clocks.map(({ entryPointId, count }) => [entryPointId, Number(count)])),
  };
}
