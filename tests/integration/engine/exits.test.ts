import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { changeTags } from "~/services/customers/change-tags.server";
import { customersChanged } from "~/services/customers/customers-changed.server";
import { recordConsents } from "~/services/customers/record-consents.server";
import { addTags } from "~/services/customers/save-customer-tags.server";
import { addConsents, cartSeries, delayNode, emailNode, expectCountsAgree, openEngineWorld, tagNode, T0, type EngineWorld } from "../../factories/engine-world";

type Exits = ScenarioDefinition["settings"]["exits"];
const cartOf = (token: string) => ({ cart: { token, empty: false } });

describe("leaving a scenario early", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    for (const id of ["ola", "ewa"]) await world.addCustomer(id);
    await addConsents(world.db, world.shop.id, ["ola", "ewa"]);
  });
  afterEach(async () => {
    await expectCountsAgree(world.db, world.shop.id);
    await world.close();
  });

  async function enter(exits: Partial<Exits>, steps = cartSeries().steps): Promise<void> {
    const series = cartSeries();
    await world.activate({ ...series, settings: { ...series.settings, exits: { onOrder: false, onPage: [], ...exits } }, firstStepId: steps[0]?.id ?? null, steps });
    for (const id of ["ola", "ewa"]) await world.does(id, "cart_viewed", cartOf(`cart-${id}`));
    await world.advance(HOUR);
  }
  const reasons = async () => Object.fromEntries((await world.runs()).map(({ customerId, reason }) => [customerId, reason]));
  const firstOrder: NonNullable<Exits["whileIn"]> = { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-most", count: 0 }] }] };

  it("R8 leaves when a tag is added, whoever adds it; an unsent message is cancelled", async () => {
    await enter({ onTag: ["Stop"] });
    await world.db.write((tx) => addTags(tx, world.deps(), world.shop.id, "ola", ["STOP"], world.clock.now()));
    expect(await reasons()).toEqual({ ola: "tag-added", ewa: null });
    expect((await world.messages()).map(({ customerId, status, reason }) => [customerId, status, reason]).sort()).toEqual([["ewa", "queued", null], ["ola", "cancelled", "tag-added"]]);
    expect(await world.counts()).toMatchObject({ started: 2, removed: 1 });
  });

  it("R8 a tag from before the run began, and one that is there already, end nothing", async () => {
    await world.db.write((tx) => addTags(tx, world.deps(), world.shop.id, "ewa", ["stop"], T0 - DAY));
    await enter({ onTag: ["stop"] });
    await world.db.write(async (tx) => {
      await addTags(tx, world.deps(), world.shop.id, "ola", ["stop"], T0 - 1);
      await changeTags(tx, world.deps(), world.shop.id, [{ customerId: "ewa", tag: "stop", does: "add" }]);
    });
    expect(await reasons()).toEqual({ ola: null, ewa: null });
  });

  it("R8 a step of the scenario itself may add the tag that ends it", async () => {
    await enter({ onTag: ["done"] }, [tagNode("add-tag", "mark", "mail", "done"), emailNode("mail", null)]);
    expect(await reasons()).toEqual({ ola: "tag-added", ewa: "tag-added" });
    expect((await world.messages()).map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
  });

  it("R8 leaves when one of the chosen consents is withdrawn, and not by another or by one of long ago", async () => {
    await enter({ onConsentWithdrawn: ["newsletter"] });
    const said = (customerId: string, consentId: string, at = world.clock.now()) => world.db.write((tx) => recordConsents(tx, world.deps(), world.shop.id, consentId, [{ customerId, state: "withdrawn", at, source: "hand", text: null, evidence: null }]));
    await said("ola", "c-sms");
    await said("ewa", "c-news", T0 - 1);
    expect(await reasons()).toEqual({ ola: null, ewa: null });
    await said("ola", "c-news");
    expect(await reasons()).toEqual({ ola: "consent-withdrawn", ewa: null });
  });

  it("R8 leaves when the customer changes so as to fit no longer", async () => {
    await enter({ whileIn: firstOrder });
    await world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).updateTable("Customer").set({ ordersCount: 1 }).where("id", "=", "ola").execute();
      await customersChanged(tx, world.deps(), world.shop.id, [{ customerId: "ola", need: "totals", at: world.clock.now() }, { customerId: "ewa", need: "totals", at: world.clock.now() }]);
    });
    expect(await reasons()).toEqual({ ola: "segment-left", ewa: null });
  });

  it("R8 whether the customer fits is asked before every message, the first one too", async () => {
    await enter({ whileIn: firstOrder }, [delayNode("wait", "mail"), emailNode("mail", null)]);
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Customer").set({ ordersCount: 1 }).where("id", "=", "ola").execute());
    await world.advance(DAY);
    expect(await reasons()).toEqual({ ola: "segment-left", ewa: null });
    expect((await world.messages()).map(({ customerId }) => customerId)).toEqual(["ewa"]);
    expect((await world.visits()).filter(({ branch }) => branch === null).map(({ stepId, detail }) => [stepId, detail])).toEqual([["mail", '{"reason":"segment-left"}']]);
    await world.hand();
    expect((await world.runs()).find(({ customerId }) => customerId === "ewa")?.status).toBe("completed");
  });

  it("R8 leaves when a product of the cart that let in is bought, and stays for another", async () => {
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Cart").values(["ola", "ewa"].map((id) => ({
      shopId: world.shop.id, token: `cart-${id}`, visitorId: null, customerId: id, currency: "EUR", totalMinor: 1, openedAt: T0, checkoutStartedAt: null, checkoutUrl: null, orderedAt: null, updatedAt: T0,
      lines: JSON.stringify([{ productId: "501", variantId: "1", quantity: 1, lineMinor: 1 }]) }))).execute());
    await enter({ onProductBought: true });
    await world.does("ola", "order_placed", { orderId: "1", productIds: ["502", "501"] });
    await world.does("ewa", "order_placed", { orderId: "2", productIds: ["502"] });
    expect(await reasons()).toEqual({ ola: "product-bought", ewa: null });
  });

  it("R8 R9 a scenario that is stopped lets nobody go", async () => {
    await enter({ onTag: ["stop"] });
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Scenario").set({ status: "stopped", stoppedAt: world.clock.now() }).execute());
    await world.db.write((tx) => addTags(tx, world.deps(), world.shop.id, "ola", ["stop"], world.clock.now()));
    expect(await reasons()).toEqual({ ola: null, ewa: null });
  });

  it("R5 refresh goes on with the newest cart or the most valuable, as chosen", async () => {
    const carts: Record<string, number> = { small: 10, large: 30, middle: 20 };
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Cart").values(Object.entries(carts).map(([token, totalMinor]) => ({
      shopId: world.shop.id, token, visitorId: null, customerId: "ola", currency: "EUR", totalMinor, openedAt: T0, checkoutStartedAt: null, checkoutUrl: null, orderedAt: null, updatedAt: T0, lines: "[]" }))).execute());
    await world.activate(cartSeries({ whileInside: "refresh", refreshWith: "most-valuable" }));
    const cart = async () => (JSON.parse((await world.runs())[0]?.context ?? "{}") as { cartToken?: string }).cartToken;
    const seen: unknown[] = [];
    for (const token of ["small", "large", "middle"]) {
      await world.does("ola", "cart_viewed", cartOf(token));
      await world.advance(HOUR);
      seen.push(await cart());
    }
    expect(seen).toEqual(["small", "large", "large"]);
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Cart").set({ orderedAt: T0 }).where("token", "=", "large").execute());
    await world.does("ola", "cart_viewed", cartOf("small"));
    await world.advance(HOUR);
    expect(await cart()).toBe("small");
  });
});
