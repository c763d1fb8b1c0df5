import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changedTraitInput, errorsOf, keyFromName, newTraitInput } from "~/domain/trait/trait-input";
import { readCustomerTimeline } from "~/queries/customer-timeline.server";
import { readCustomerTraits } from "~/queries/customer-traits.server";
import { readTraitList } from "~/queries/trait-list.server";
import { recordDataRequest } from "~/services/customers/record-data-request.server";
import { redactCustomer } from "~/services/customers/redact-customer.server";
import { deleteTrait } from "~/services/traits/delete-trait.server";
import { addTrait, changeTrait } from "~/services/traits/save-trait.server";
import { setTraitsByHand } from "~/services/traits/set-traits-by-hand.server";
import { cartSeries, openEngineWorld, type EngineWorld } from "../factories/engine-world";
import { addTraits, dataNode, readTraits } from "../factories/traits";

describe("traits of a shop", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    await world.addCustomer("ola", world.shop.id, { shopifyId: "71" });
  });
  afterEach(() => world.close());
  const list = () => readTraitList(world.db, world.shop.id);
  const points = { name: "Points", key: "points", type: "integer" as const, options: [] };
  const byHand = (values: Record<string, string | number | boolean>) => setTraitsByHand(world.context, world.shop, { customerId: "ola", values, staffId: "7" });
  const webhookDeps = () => ({ ...world.deps(), triggeredAt: world.clock.now(), source: "live" as const });

  it("R24 are defined once by key, renamed, and deleted with their values; the key is free again", async () => {
    expect(await addTrait(world.context, world.shop.id, points)).toEqual({ ok: true });
    expect(await addTrait(world.context, world.shop.id, { ...points, name: "Other" })).toEqual({ ok: false, errors: { key: "keyTaken" } });
    const [trait] = await list();
    expect(await changeTrait(world.context, world.shop.id, trait?.id ?? "", { name: "Loyalty points", options: [] })).toEqual({ ok: true });
    await byHand({ points: 5 });
    await world.activate({ ...cartSeries(), firstStepId: "data", steps: [dataNode("data", null, { do: "increase", trait: "points", by: 1 })] });
    expect(await list()).toMatchObject([{ key: "points", name: "Loyalty points", type: "integer", customers: 1, usedIn: [{ name: "Abandoned cart" }] }]);

    await deleteTrait(world.context, world.shop.id, trait?.id ?? "");
    expect(await list()).toEqual([]);
    expect(await readTraits(world.db, world.shop.id)).toEqual({});
    expect(await changeTrait(world.context, world.shop.id, trait?.id ?? "", { name: "Late", options: [] })).toEqual({ ok: false, errors: { name: "notFound" } });
    expect(await addTrait(world.context, world.shop.id, points)).toEqual({ ok: true });
  });

  it("R24 names the field that is wrong", () => {
    const errors = (input: object) => {
      const read = newTraitInput.safeParse({ name: "Size", key: "size", type: "choice", options: "S\nM\n", ...input });
      return read.success ? read.data.options : errorsOf(read.error);
    };
    expect(errors({})).toEqual(["S", "M"]);
    expect(errors({ name: " ", key: "Size", type: "colour" })).toEqual({ name: "name", key: "key", type: "type" });
    expect(errors({ options: "\n" })).toEqual({ options: "options" });
    expect(errors({ options: "S\ns" })).toEqual({ options: "options" });
    expect(errors({ type: "integer", options: "S" })).toEqual([]);
    expect(changedTraitInput.safeParse({ name: "x".repeat(81), options: "" }).success).toBe(false);
    expect(["Shoe size", "Ulubiony żółw!", "2nd choice", "***"].map(keyFromName)).toEqual(["shoe_size", "ulubiony_zolw", "nd_choice", ""]);
  });

  it("R24 are changed by hand, all or none, with the fault at its field, and each change stands on the timeline", async () => {
    await addTraits(world.db, world.shop.id);
    expect(await byHand({ string: "x", choice: "XL", date: "2026-02-30", nope: 1 })).toMatchObject({ ok: false, problems: [
      { path: "choice", key: "traits:fault.option-gone" }, { path: "date", key: "traits:fault.not-date" }, { path: "nope", key: "traits:problem.gone" },
    ] });
    expect(await readTraits(world.db, world.shop.id)).toEqual({});
    expect(await byHand({ string: "Oak", date_time: "2026-07-01T09:30", boolean: false })).toEqual({ ok: true });
    expect((await readCustomerTraits(world.db, world.shop, "ola")).filter(({ value }) => value !== null).map(({ key, value }) => [key, value])).toEqual([["boolean", false], ["date_time", "2026-07-01T09:30"], ["string", "Oak"]]);
    world.clock.set(world.clock.now() + 1, true);
    await byHand({ string: " " });
    const { items } = await readCustomerTimeline(world.db, world.shop.id, "ola", null);
    expect(items.map(({ kind, detail, reason, staff, trait }) => [kind, detail, reason, staff, trait?.value])).toEqual([
      ["trait-cleared", "string", "hand-of", "7", null], ["trait-set", "string", "hand-of", "7", "Oak"], ["trait-set", "date_time", "hand-of", "7", "2026-07-01T09:30"], ["trait-set", "boolean", "hand-of", "7", false],
    ]);
  });

  it("R24 R45 stand in a data request, and nothing of them is left after a redaction", async () => {
    await addTraits(world.db, world.shop.id);
    await byHand({ string: "Oak", integer: 3 });
    const own = world.db.forShop(world.shop.id);
    await world.db.write((tx) => recordDataRequest(tx, webhookDeps(), world.shop, { customer: { id: "71" }, data_request: { id: "1" } }));
    const { report } = await own.selectFrom("DataRequest").select("report").executeTakeFirstOrThrow();
    expect(JSON.parse(report ?? "")).toMatchObject({ traits: [{ key: "integer", number: 3 }, { key: "string", text: "Oak" }], traitChanges: [{ did: "set" }, { did: "set" }] });
    await world.db.write((tx) => redactCustomer(tx, webhookDeps(), world.shop, { customer: { id: "71" }, orders_to_redact: [] }));
    expect(await own.selectFrom("CustomerTrait").selectAll().execute()).toEqual([]);
    expect(await own.selectFrom("TraitChange").selectAll().execute()).toEqual([]);
  });
});
