import { afterEach, beforeEach, expect, it } from "vitest";
import { readHome } from "~/queries/home.server";
import { findScenario } from "~/queries/scenario.server";
import { saveAnswer } from "~/routes/app/save-answer.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { createScenario } from "~/services/scenarios/create-scenario.server";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { deleteScenario, stopScenario } from "~/services/scenarios/stop-scenario.server";
import { cartSeries, openEngineWorld, type EngineWorld } from "../factories/engine-world";

let world: EngineWorld & { close(): Promise<void> };
let id: string;
beforeEach(async () => {
  world = await openEngineWorld();
  id = await createScenario(world.context, world.shop.id, { name: "Cart", definition: cartSeries() });
});
afterEach(() => world.close());

const save = async (scenarioId: string, revision: number) => saveAnswer({ db: world.db } as Parameters<typeof saveAnswer>[0], world.shop, scenarioId, await saveScenario(world.context, world.shop.id, { scenarioId, name: "Cart", definition: cartSeries(), revision }));

it("R40 a save that comes after another tells its revision, so that one's own can be kept", async () => {
  expect(await save(id, 1)).toEqual({ is: "saved", revision: 2 });
  expect(await save(id, 1)).toEqual({ is: "conflict", revision: 2 });
  expect(await save(id, 2)).toEqual({ is: "saved", revision: 3 });
});

it("R1 a scenario that is gone or deleted is refused, not called a conflict", async () => {
  expect(await save("nobody", 1)).toEqual({ is: "refused" });
  await deleteScenario(world.context, world.shop.id, id, "hold");
  const revision = (await findScenario(world.db, world.shop.id, id))?.revision ?? 0;
  expect(await save(id, revision)).toEqual({ is: "refused" });
});

it("R46 the first scenario stays activated for the set-up when all are stopped", async () => {
  expect(await readHome(world.db, world.shop, world.clock.now())).toMatchObject({ everActive: false });
  await activateScenario(world.context, world.shop.id, id);
  await stopScenario(world.context, world.shop.id, id, "hold");
  expect(await readHome(world.db, world.shop, world.clock.now())).toMatchObject({ everActive: true, activeScenarios: 0 });
});
