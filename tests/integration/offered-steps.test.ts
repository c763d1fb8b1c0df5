import { afterEach, beforeEach, expect, it } from "vitest";
import { scenarioDefinitionSchema } from "~/domain/scenario/definition";
import { newEntryPoint, newStep } from "~/editor/catalogue";
import { insertStep } from "~/editor/model/insert-step";
import { START } from "~/editor/model/slot";
import { entryPointTypes } from "~/entry-points/registry";
import { findScenario } from "~/queries/scenario.server";
import { checkScenario } from "~/services/scenarios/check-scenario.server";
import { createScenario } from "~/services/scenarios/create-scenario.server";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { stepTypes } from "~/steps/registry";
import { cartSeries, openEngineWorld, type EngineWorld } from "../factories/engine-world";

let world: EngineWorld & { close(): Promise<void> };
beforeEach(async () => { world = await openEngineWorld(); });
afterEach(() => world.close());

const emptied = { ...cartSeries(), steps: [], firstStepId: null };

it.each(stepTypes.map(({ type }) => type))("R21 %s, as the side panel offers it, can be placed and saved, and whatever it still asks of the merchant names it", async (type) => {
  const step = newStep(type, "offered");
  if (!step) throw new Error("the registry offers it");
  const definition = insertStep(emptied, START, step);
  expect(definition.firstStepId).toBe("offered");
  const scenarioId = await createScenario(world.context, world.shop.id, { name: "Cart", definition: cartSeries() });
  expect(await saveScenario(world.context, world.shop.id, { scenarioId, name: "Cart", definition, revision: 1 })).toMatchObject({ ok: true });
  expect((await findScenario(world.db, world.shop.id, scenarioId))?.definition).toEqual(scenarioDefinitionSchema.parse(definition));
  const asked = (await checkScenario(world.context, world.shop.id, definition)).filter(({ severity }) => severity === "error");
  for (const problem of asked) expect(problem.path).toMatch(/^steps\[0\]/);
});

it.each(entryPointTypes.map(({ type }) => type))("R21 %s, as the side panel offers it, can be chosen and saved, and whatever it still asks of the merchant names it", async (type) => {
  const entryPoint = newEntryPoint(type, "offered");
  if (!entryPoint) throw new Error("the registry offers it");
  const definition = { ...cartSeries(), entryPoints: [entryPoint] };
  const scenarioId = await createScenario(world.context, world.shop.id, { name: "Cart", definition: cartSeries() });
  expect(await saveScenario(world.context, world.shop.id, { scenarioId, name: "Cart", definition, revision: 1 })).toMatchObject({ ok: true });
  const asked = (await checkScenario(world.context, world.shop.id, definition)).filter(({ severity, path }) => severity === "error" && !path.startsWith("steps"));
  for (const problem of asked) expect(problem.path).toMatch(/^entryPoints\[0\]/);
});
