import { beforeAll, describe, expect, it } from "vitest";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { DAY, HOUR, type Instant } from "~/domain/instant";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import { seePrices, type SeenPrice } from "~/services/prices/see-prices.server";
import { saveProducts } from "~/services/shopify/save-products.server";
import { cartSeries, delayNode, expectCountsAgree, openEngineWorld, type EngineWorld } from "../../factories/engine-world";
import { atEachStatement, ended, killRig } from "../../factories/kill-rig";
import { checkPrices } from "./check-prices";

const rig = killRig("tests/integration/crash/price-check-process.ts");
/** More than one page. */
const CUSTOMERS = 520;
/** Those who saw another product too, in Czechia. */
const IN_CZECHIA = 4;
let now: Instant;
let shopId: number;

async function costs(world: EngineWorld, priceMinor: number): Promise<void> {
  const told = { vendor: "", type: "", status: "ACTIVE" as const, tags: [], imageUrl: null, updatedAt: world.clock.now() };
  await world.db.write((tx) => saveProducts(tx, world.shop, ["3", "4"].map((id) => ({
    ...told, id, title: `Product ${id}`, handle: `product-${id}`, variantIds: [`${id}1`],
    variants: [{ id: `${id}1`, title: "Sand", sku: "", priceMinor, compareAtMinor: null, available: true, imageUrl: null, position: 0 }],
  }))));
}

/** At `now` the check is due, and everything fell from 49.00 to 40.00 EUR. */
beforeAll(async () => {
  const world = await openEngineWorld();
  shopId = world.shop.id;
  await costs(world, 4900);
  const ids = Array.from({ length: CUSTOMERS }, (_, index) => `c${String(index).padStart(3, "0")}`);
  for (const id of ids) await world.addCustomer(id);
  await world.activate({
    ...cartSeries({ whileInside: "new-instance" }), firstStepId: "wait", steps: [delayNode("wait", null, { mode: "for", amount: 30, unit: "days" })],
    entryPoints: [{ id: "drop", type: "price-drop", version: 1, config: {
      minimum: { percent: 10, amountMinor: null }, audience: { mode: "did", viewed: true, added: false, favourite: false, match: "any", days: 30 }, check: { every: "days", days: 1, time: "13:00" }, skipBoughtDays: 14,
    } }],
  });
  const sees = (subjectId: string, more: Partial<SeenPrice>): SeenPrice => ({ shopId, known: 1, subjectId, productId: "3", variantId: "31", market: "", priceMinor: 4900, currency: "EUR", at: world.clock.now(), did: "product_viewed", ...more });
  await world.db.write((tx) => seePrices(tx, [
    ...ids.map((id) => sees(id, {})), ...ids.slice(0, IN_CZECHIA).map((id) => sees(id, { productId: "4", variantId: "41", market: "CZ", priceMinor: 122_500, currency: "CZK" })),
  ]));
  world.clock.set(world.clock.now() + HOUR / 2, true);
  await costs(world, 4000);
  now = world.clock.now() + HOUR / 2;
  rig.keep(world.file);
  await world.close();
});

/** What a stop by SIGKILL before statement `killAt`, a fresh start after it and the next day's check leave behind. */
async function killAndFinish(killAt: number) {
  const file = rig.copy(killAt);
  const killed = await ended(rig.start(file, now, killAt));
  const db = openSqliteDatabase(`file:${file}`);
  await checkPrices(db, now, now + DAY + HOUR);
  const shop = db.forShop(shopId);
  const runs = await shop.selectFrom("Run").select(["customerId", "factKey", "status", "stepId", "leaseOwner", "context"]).orderBy("customerId").orderBy("factKey").execute();
  const left = {
    runs: runs.map(({ context, ...run }) => ({ ...run, drops: (JSON.parse(context) as TriggerContext).drops })),
    decisions: await shop.selectFrom("EntryDecision").select(["customerId", "factKey", "outcome"]).orderBy("customerId").orderBy("factKey").execute(),
    announced: await shop.selectFrom("PriceSeen").select(["subjectId", "variantId", "market", "announcedMinor"]).orderBy("subjectId").orderBy("variantId").execute(),
    countries: await shop.selectFrom("MarketPrice").select(["market", "variantId", "priceMinor", "dueAt"]).execute(),
    occurrences: await shop.selectFrom("EntryOccurrence").select(["dueAt", "outcome", "taken"]).orderBy("dueAt").execute(),
    schedules: await shop.selectFrom("EntrySchedule").select(["dueAt", "cursor", "beganAt", "taken", "restUntil"]).execute(),
  };
  await expectCountsAgree(db, shopId);
  await db.close();
  rig.drop(file);
  return { killed, left };
}

describe("a check of prices that is killed", () => {
  it("R18e announces each drop to each customer once, at whatever statement SIGKILL comes, and the next check announces nothing again", { timeout: 900_000 }, async () => {
    const whole = await killAndFinish(0);
    expect(whole.left.occurrences).toEqual([{ dueAt: now, outcome: "done", taken: CUSTOMERS }, { dueAt: now + DAY, outcome: "done", taken: 0 }]);
    expect(whole.left.runs).toHaveLength(CUSTOMERS);
    expect(whole.left.runs.map(({ drops }) => drops?.length)).toEqual([...Array.from({ length: IN_CZECHIA }, () => 2), ...Array.from({ length: CUSTOMERS - IN_CZECHIA }, () => 1)]);
    expect(whole.left.announced.every(({ market, announcedMinor }) => announcedMinor === (market === "CZ" ? 100_000 : 4000))).toBe(true);
    expect(whole.left.countries).toEqual([{ market: "CZ", variantId: "41", priceMinor: 100_000, dueAt: null }]);
    // Every statement of the check; of the turns that follow every seventh, which another test kills one by one.
    const last = await atEachStatement(async (killAt) => {
      const { killed, left } = await killAndFinish(killAt);
      expect(left, `killed at statement ${killAt}`).toEqual(whole.left);
      return killed;
    }, { step: (killAt) => (killAt < 120 ? 1 : 7) });
    expect(last).toBeGreaterThan(60);
  });
});
