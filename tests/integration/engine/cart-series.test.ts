import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { cartSeries, openEngineWorld, T0, type EngineWorld } from "../../factories/engine-world";

const cart = { cart: { token: "c1", empty: false } };

describe("the way of an abandoned cart", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    await world.addCustomer("ola");
  });
  afterEach(() => world.close());

  it("R15 enters at the due minute and not before, and asks for one e-mail", async () => {
    await world.activate(cartSeries());
    await world.does("ola", "cart_viewed", cart);
    await world.advance(60 * MINUTE - 1);
    expect(await world.messages()).toEqual([]);
    await world.advance(1);
    const [message] = await world.messages();
    expect(message).toMatchObject({ status: "queued", customerId: "ola", stepId: "reminder", dueAt: T0 + HOUR });
    expect(await world.counts()).toEqual({ started: 1, arrived: 1 });
    expect(JSON.parse((await world.runs())[0]?.context ?? "")).toEqual({ began: T0, at: T0, stage: "opened-not-checkout", cartToken: "c1" });
  });

  it("R2 R22 R26 goes the whole way and every figure adds up", async () => {
    await world.activate(cartSeries());
    await world.does("ola", "cart_viewed", cart);
    await world.advance(HOUR);
    await world.hand();
    await world.advance(DAY - 1);
    expect(await world.messages()).toHaveLength(1);
    await world.advance(1);
    expect(await world.messages()).toHaveLength(2);
    await world.hand();
    expect(await world.runs()).toMatchObject([{ status: "completed", activeKey: null, dueAt: null, leaseOwner: null, endedAt: T0 + HOUR + DAY }]);
    expect((await world.visits()).map(({ stepId, seq, branch }) => [stepId, seq, branch])).toEqual([["reminder", 1, "next"], ["wait", 2, "next"], ["second", 3, "next"]]);
    expect(await world.counts()).toEqual({ started: 1, completed: 1, arrived: 3, left: 3 });
    await world.fold();
    expect(await world.counts()).toEqual({ started: 1, completed: 1, arrived: 3, left: 3 });
  });

  it("R8 an order ends the run, cancels what is unsent and is counted once, however often it is told", async () => {
    await world.activate(cartSeries());
    await world.does("ola", "cart_viewed", cart);
    await world.advance(HOUR);
    for (let times = 0; times < 5; times += 1) await world.does("ola", "order_placed", { key: "order-1", orderId: "1" });
    expect(await world.runs()).toMatchObject([{ status: "removed", reason: "order-placed", activeKey: null, endedAt: T0 + HOUR }]);
    expect(await world.messages()).toMatchObject([{ status: "cancelled", dueAt: null }]);
    expect(await world.visits()).toMatchObject([{ stepId: "reminder", branch: null }]);
    await world.advance(3 * DAY);
    expect(await world.messages()).toHaveLength(1);
    expect(await world.counts()).toEqual({ started: 1, removed: 1, arrived: 1, "removed-here": 1 });
  });
});
