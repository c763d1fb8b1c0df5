import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findScenario } from "~/queries/scenario.server";
import { listVersions, readVersion } from "~/queries/scenario-versions.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { createScenario } from "~/services/scenarios/create-scenario.server";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { cartSeries, emailNode, openEngineWorld, type EngineWorld } from "../factories/engine-world";

let world: EngineWorld & { close(): Promise<void> };
beforeEach(async () => {
  world = await openEngineWorld();
});
afterEach(() => world.close());

describe("the versions of a scenario", () => {
  it("R41 any of them can be read, and is restored by saving it as a new one", async () => {
    const id = await createScenario(world.context, world.shop.id, { name: "Cart", definition: cartSeries() });
    expect(await listVersions(world.db, world.shop.id, id)).toEqual([]);
    const save = async (definition: ReturnType<typeof cartSeries>) => {
      const scenario = await findScenario(world.db, world.shop.id, id);
      return saveScenario(world.context, world.shop.id, { scenarioId: id, name: "Cart", definition, revision: scenario?.revision ?? 0 });
    };
    await activateScenario(world.context, world.shop.id, id);
    await save({ ...cartSeries(), steps: [emailNode("reminder", null)] });
    const versions = await listVersions(world.db, world.shop.id, id);
    expect(versions).toMatchObject([{ number: 2, newest: true }, { number: 1, newest: false, publishedAt: world.clock.now() }]);

    const first = await readVersion(world.db, world.shop.id, id, versions[1]?.id ?? "");
    expect(first).toEqual(cartSeries());
    if (!first) throw new Error("no such version");
    expect(await save(first)).toMatchObject({ ok: true });
    const [newest] = await listVersions(world.db, world.shop.id, id);
    expect(newest).toMatchObject({ number: 3 });
    expect(await readVersion(world.db, world.shop.id, id, newest?.id ?? "")).toEqual(cartSeries());
  });

  it("R41 no version is read through another scenario or another shop", async () => {
    const id = await createScenario(world.context, world.shop.id, { name: "Cart", definition: cartSeries() });
    const other = await createScenario(world.context, world.shop.id, { name: "Other", definition: cartSeries() });
    const stranger = await world.addShop("other.myshopify.com");
    await activateScenario(world.context, world.shop.id, id);
    const [version] = await listVersions(world.db, world.shop.id, id);
    expect(await readVersion(world.db, world.shop.id, other, version?.id ?? "")).toBeNull();
    expect(await readVersion(world.db, stranger.id, id, version?.id ?? "")).toBeNull();
    expect(await listVersions(world.db, stranger.id, id)).toEqual([]);
  });
});
