import { expect } from "vitest";
import type { Reentry, ScenarioDefinition } from "~/domain/scenario/definition";
import type { Segment } from "~/domain/segment/condition";
import { readCounts } from "~/queries/read-counters.server";
import { addConsents, cartSeries, delayNode, emailNode, expectCountsAgree, openEngineWorld, type EngineWorld } from "../../factories/engine-world";
import { LIMIT_HOURS, type ScenarioModel } from "./scenario-model";

export interface ModelledWorld {
  world: EngineWorld;
  scenarioId: string;
  nextKey(): string;
  definitionOf(hours: number): ScenarioDefinition;
  /** The engine's runs and counters are what the model says, and R2 holds for every version and in sum. */
  agreesWith(model: ScenarioModel): Promise<void>;
}

/** The engine over a database with the model's scenario in it, which is active. */
export async function openModelledWorld(people: readonly string[], reentry: Reentry, hours: number): Promise<ModelledWorld> {
  const world = await openEngineWorld();
  for (const id of people) await world.addCustomer(id);
  await addConsents(world.db, world.shop.id, people);
  const definitionOf = (of: number): ScenarioDefinition => {
    const series = cartSeries({ ...reentry });
    const page = { match: "exact", path: "/vip" };
    const whileIn: Segment = { match: "all", groups: [{ match: "all", conditions: [{ fact: "event", type: "product_viewed", operator: "equals", count: 0, period: { is: "ever" }, filters: [] }] }] };
    return {
      ...series, settings: { ...series.settings, exits: { onOrder: true, onPage: [], onConsentWithdrawn: ["newsletter"], whileIn } }, firstStepId: "wait",
      steps: [
        delayNode("wait", "until", { mode: "for", amount: of, unit: "hours" }),
        { id: "until", type: "wait-until", version: 1, config: { until: { what: "activity", type: "page_viewed", page }, limit: { amount: LIMIT_HOURS, unit: "hours" } }, next: { happened: "mail", "time-up": null } },
        emailNode("mail", null),
      ],
    };
  };
  const { id: scenarioId } = await world.activate(definitionOf(hours));
  let keys = 0;
  return { world, scenarioId, definitionOf, nextKey: () => `entry-${(keys += 1)}`, agreesWith: (model) => agree(world, model) };
}

async function agree(world: EngineWorld, model: ScenarioModel): Promise<void> {
  const versions = await world.db.forShop(world.shop.id).selectFrom("ScenarioVersion").select(["id", "number"]).execute();
  const numberOf = new Map(versions.map(({ id, number }) => [id, number]));
  const runs = await world.runs();
  const lines = (list: readonly object[]) => list.map((each) => JSON.stringify(each)).sort();
  expect(lines(runs.map(({ customerId, versionId, status, reason, stepId }) => ({ customer: customerId, version: numberOf.get(versionId), status, reason, step: status === "active" ? stepId : null }))))
    .toEqual(lines(model.runs.map(({ customer, version, status, reason, step }) => ({ customer, version, status, reason, step }))));

  // R2 for every version; so it holds in sum.
  const counted = await readCounts(world.db, world.shop.id, ["versionId"]);
  for (const [versionId, number] of numberOf) {
    const of = (metric: string) => counted.find((row) => row.versionId === versionId && row.metric === metric)?.value ?? 0;
    const active = runs.filter((run) => run.versionId === versionId && run.status === "active").length;
    expect(of("started"), `version ${number}`).toBe(active + of("removed") + of("completed"));
    expect(of("started")).toBe(model.runs.filter((run) => run.version === number && run.reason !== "replaced").length);
  }
  await expectCountsAgree(world.db, world.shop.id);

  const waiting = await world.db.forShop(world.shop.id).selectFrom("Wait").select("runId").execute();
  expect(waiting.map(({ runId }) => runId).sort()).toEqual(runs.filter(({ status, stepId }) => status === "active" && stepId === "until").map(({ id }) => id).sort());
}
