import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { emptyDefinition } from "~/domain/scenario/definition";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { readHome } from "~/queries/home.server";
import { readShopChoices } from "~/queries/shop-choices.server";
import { readThemeForms } from "~/queries/theme-forms.server";
import { themesWork } from "~/runtime/shopify/themes.server";
import { checkScenario } from "~/services/scenarios/check-scenario.server";
import { redactShop } from "~/services/shop/redact-shop.server";
import { readTheme } from "~/services/shop/read-theme.server";
import { uninstallShop } from "~/services/shop/uninstall-shop.server";
import { NOW, smallShop } from "../../dev-store/graphql/small-shop.ts";
import { localAdminApi, SCOPES } from "../factories/local-admin-api";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

let world: ShopifyWorld;
beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
});
afterEach(() => world.close());

const BOTH = { consent_1: "newsletter", consent_1_text: "News?", consent_2: "sms", consent_2_text: "Texts?", ask_phone: true };
const place = (settings: Record<string, string | boolean>) => world.store.installation.setEmbed("sign-up", { enabled: true, settings });
const read = async () => readTheme(world.context, world.openAdminApi, await world.shop());
const works = () => themesWork(world.context, world.openAdminApi);
const kept = () => world.db.acrossShops.selectFrom("ThemeReading").selectAll().execute();
const warned = async (...consents: string[]) => {
  const { id } = await world.shop();
  const problems = await checkScenario(world.context, id, { ...emptyDefinition, entryPoints: [{ id: "e", type: "sign-up", version: 1, config: { consents, segmentId: null } }] });
  return problems.filter(({ key }) => key.startsWith("entryPoints:signUp")).map(({ severity, key, path, entryPointId }) => ({ severity, key, path, entryPointId }));
};
const NO_FORM = [{ severity: "warning", key: "entryPoints:signUp.problem.noForm", path: "entryPoints[0].config.consents", entryPointId: "e" }];

describe("the sign-up forms of the theme", () => {
  it("R10 warns once the theme was read and no form grants all of the chosen consents", async () => {
    expect(await warned("newsletter", "sms")).toEqual([]);
    expect(await read()).toEqual({ readAt: NOW, failure: null, complete: true, forms: [] });
    expect(await warned("newsletter", "sms")).toEqual(NO_FORM);
    expect(await warned("newsletter")).toEqual([]);
    place({ consent_1: "newsletter" });
    await read();
    expect(await warned("newsletter", "sms")).toEqual(NO_FORM);
    place(BOTH);
    expect((await read()).forms).toEqual([{ where: { kind: "group", name: "footer-group" }, consents: ["newsletter", "sms"], asksPhone: true }]);
    expect(await warned("newsletter", "sms")).toEqual([]);
    expect(await warned("newsletter", "sms", "push")).toEqual(NO_FORM);
    place({ ...BOTH, ask_phone: false });
    await read();
    expect(await warned("newsletter", "sms")).toEqual(NO_FORM);
  });

  it("R10 says what it does not know, and never warns of it", async () => {
    const { id, domain, timeZone } = await world.shop();
    const lesser = await localAdminApi(world.store, world.clock, SCOPES.filter((scope) => scope !== "read_themes"));
    expect(await readTheme(world.context, async () => lesser.api, { id, domain, timeZone })).toEqual({ readAt: null, failure: "scope", complete: false, forms: [] });
    expect(await warned("newsletter", "sms")).toEqual([]);
    place(BOTH);
    await read();
    world.faults.push(new AdminApiError("down", { retryable: true, code: "HTTP_503" }));
    expect(await read()).toMatchObject({ readAt: NOW, failure: "no-answer", forms: [{ consents: ["newsletter", "sms"] }] });
    expect(await warned("push")).toEqual([]);
    expect(await read()).toMatchObject({ failure: null });
    await lesser.close();
  });

  it("R10 reads it after the installation and each night, sooner after a failure", async () => {
    const work = works();
    expect(await work.runDue()).toBe(1);
    expect(await work.runDue()).toBe(0);
    const tonight = (await work.nextDueAt()) ?? 0;
    expect(tonight - NOW).toBeLessThan(DAY);
    place(BOTH);
    world.clock.set(tonight, true);
    world.faults.push(new AdminApiError("down", { retryable: true, code: "HTTP_503" }), new AdminApiError("down", { retryable: true, code: "HTTP_503" }));
    expect(await work.runDue()).toBe(1);
    const again = (await work.nextDueAt()) ?? 0;
    expect(again - tonight).toBeLessThan(MINUTE);
    world.clock.set(again, true);
    await work.runDue();
    expect((await kept())[0]).toMatchObject({ failure: "no-answer", attempts: 2, readAt: NOW });
    world.clock.set(again + HOUR, true);
    await work.runDue();
    expect((await kept())[0]).toMatchObject({ failure: null, attempts: 0, readAt: again + HOUR });
    expect((await readThemeForms(world.db, (await world.shop()).id)).forms).toHaveLength(1);
  });

  it("R10 a process that dies while it reads leaves the theme to be read again", async () => {
    const dying = themesWork(world.context, () => Promise.reject(new Error("killed")));
    await expect(dying.runDue()).rejects.toThrow("killed");
    const again = (await dying.nextDueAt()) ?? 0;
    expect(again).toBeGreaterThan(NOW);
    world.clock.set(again, true);
    expect(await works().runDue()).toBe(1);
    expect((await kept())[0]).toMatchObject({ failure: null, readAt: again });
  });

  it("R46 tells whether the tracking block is on", async () => {
    const wasOn = async () => (await readHome(world.db, await world.shop(), NOW)).trackerWasOn;
    expect(await wasOn()).toBe(false);
    await read();
    expect(await wasOn()).toBe(true);
    world.store.installation.setEmbed("tracker", { enabled: false });
    await read();
    expect(await wasOn()).toBe(false);
  });

  it("is kept apart by shop, asked of no shop that is gone, and forgotten with its own", async () => {
    await read();
    const shop = await world.shop();
    expect((await readShopChoices(world.db, { id: shop.id + 1, timeZone: "UTC" })).themeForms).toMatchObject({ readAt: null });
    await uninstallShop(world.context, shop, NOW + MINUTE);
    world.clock.set(NOW + 3 * DAY, true);
    const asked = world.asked();
    expect(await works().runDue()).toBe(0);
    expect(world.asked()).toBe(asked);
    await redactShop(world.context, await world.shop());
    expect(await kept()).toEqual([]);
    await readTheme(world.context, world.openAdminApi, shop);
    expect(await kept()).toEqual([]);
  });
});
