import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newId } from "~/adapters/db/new-id.server";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { advanceBatch } from "~/runtime/runs/advance-batch.server";
import { claimRuns, LEASE_MS, MOST_RECOVERIES, type Claim } from "~/runtime/runs/claim-runs.server";
import { compiledVersions } from "~/runtime/runs/compiled-versions.server";
import { holdRuns } from "~/runtime/runs/hold-runs.server";
import { BatchFacts } from "~/runtime/runs/load-facts.server";
import { releaseRuns } from "~/runtime/runs/release-runs.server";
import { removeRuns } from "~/runtime/runs/remove-runs.server";
import { runsWork } from "~/runtime/runs/runs.server";
import { saveTurns } from "~/runtime/runs/save-turns.server";
import { cartSeries, delayNode, emailNode, expectCountsAgree, handOver, openEngineWorld, type EngineWorld } from "../../factories/engine-world";

const cart = { cart: { token: "c1", empty: false } };
const log = pino({ level: "silent" });

describe("turns of runs", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    await world.addCustomer("ola");
  });
  afterEach(() => world.close());

  /** A turn that has claimed and advanced and not yet saved: between these anything may happen. */
  async function turnUnderWay() {
    const claim: Claim = { shopId: world.shop.id, owner: newId(), now: world.clock.now(), real: world.clock.real() };
    const claimed = await world.db.write((tx) => claimRuns(tx, claim));
    const { versionId } = await world.db.forShop(world.shop.id).selectFrom("Scenario").select("versionId").executeTakeFirstOrThrow();
    const scenario = (await compiledVersions(world.db, world.shop.id, [versionId ?? ""], log)).get(versionId ?? "");
    if (!scenario) throw new Error("the version does not run");
    const turns = await advanceBatch(claimed.map((row) => ({ row, scenario })), new BatchFacts(world.db, world.shop, claimed, world.clock.now()), world.clock.now(), log);
    return { claimed, save: () => world.db.write((tx) => saveTurns(tx, world.deps(), world.shop, claim.owner, turns)) };
  }

  async function atTheDoor(definition = cartSeries()): Promise<string> {
    const { id } = await world.activate(definition);
    await world.does("ola", "cart_viewed", cart);
    world.clock.set(world.clock.now() + HOUR, true);
    await world.works.clocks.runDue();
    return id;
  }

  it("saves nothing of a run that an order ended meanwhile", async () => {
    await atTheDoor();
    const turn = await turnUnderWay();
    expect(turn.claimed).toHaveLength(1);
    await world.does("ola", "order_placed", { orderId: "1" });
    expect(await turn.save()).toEqual({ messages: 0, errands: 0 });
    expect(await world.runs()).toMatchObject([{ status: "removed", reason: "order-placed", stepId: null }]);
    expect(await world.messages()).toEqual([]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R9 saves nothing of a run that was held meanwhile, and takes it on after its release", async () => {
    const id = await atTheDoor();
    const turn = await turnUnderWay();
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Scenario").set({ status: "stopped", stoppedAt: world.clock.now() }).execute());
    expect(await turn.save()).toEqual({ messages: 0, errands: 0 });
    // What the stop itself did not reach is held when it falls due.
    await world.settle();
    expect(await world.runs()).toMatchObject([{ heldAt: world.clock.now(), dueAt: null, leaseOwner: null }]);
    expect(await world.db.write((tx) => holdRuns(tx, world.shop.id, id, world.clock.now()))).toEqual({ held: 0, reached: null });

    world.clock.set(world.clock.now() + DAY, true);
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Scenario").set({ status: "active" }).execute());
    expect(await world.db.write((tx) => releaseRuns(tx, world.shop.id, id, world.clock.now()))).toEqual({ released: 1, reached: null });
    await world.settle();
    expect(await world.messages()).toHaveLength(1);
  });

  it("R9 the clocks of those held rest, also where they wait for a message", async () => {
    const id = await atTheDoor();
    await world.settle();
    await world.hand();
    await world.advance(10 * HOUR);
    await world.db.write((tx) => holdRuns(tx, world.shop.id, id, world.clock.now()));
    world.clock.set(world.clock.now() + 5 * DAY, true);
    await world.settle();
    expect(await world.messages()).toHaveLength(1);
    await world.db.write((tx) => releaseRuns(tx, world.shop.id, id, world.clock.now()));
    await world.advance(14 * HOUR - MINUTE);
    expect(await world.messages()).toHaveLength(1);
    await world.advance(MINUTE);
    expect(await world.messages()).toHaveLength(2);

    await world.db.write((tx) => holdRuns(tx, world.shop.id, id, world.clock.now()));
    await world.hand();
    expect((await world.runs())[0]).toMatchObject({ status: "active", stepId: "second" });
    await world.db.write((tx) => releaseRuns(tx, world.shop.id, id, world.clock.now()));
    await world.settle();
    expect((await world.runs())[0]).toMatchObject({ status: "completed" });
  });

  it("a turn that comes too late saves nothing, whoever took the run over", async () => {
    await atTheDoor();
    const slow = await turnUnderWay();
    world.clock.realNow += LEASE_MS + 1;
    await world.settle();
    expect(await world.messages()).toHaveLength(1);
    expect(await slow.save()).toEqual({ messages: 0, errands: 0 });
    expect(await world.messages()).toHaveLength(1);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("nobody else gets a run under a lease", async () => {
    await atTheDoor();
    await turnUnderWay();
    expect((await turnUnderWay()).claimed).toEqual([]);
    expect(await world.works.runs.runDue()).toBe(0);
    expect(await world.works.runs.nextDueAt()).toBe(world.clock.now());
  });

  it("a process that has the database to itself takes over at once what a dead one left under a lease", async () => {
    await atTheDoor();
    await turnUnderWay();
    const fresh = runsWork(world.context, { soleOwner: true });
    while ((await fresh.runDue()) > 0) continue;
    expect(await world.messages()).toHaveLength(1);
    expect(await world.runs()).toMatchObject([{ recovered: 0, leaseOwner: null }]);
  });

  it("sets a run aside that was left behind five times, and the neighbours go on", async () => {
    await atTheDoor();
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Run").set({ recovered: MOST_RECOVERIES - 1, leaseOwner: "gone", leaseUntil: 0 }).execute());
    await world.addCustomer("ewa");
    await world.does("ewa", "cart_viewed", cart);
    await world.advance(HOUR);
    expect((await world.runs()).map(({ customerId, status, reason }) => [customerId, status, reason])).toEqual([["ola", "removed", "set-aside"], ["ewa", "active", null]]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("an outcome that comes while a turn looks at the run is not lost", async () => {
    await atTheDoor();
    await world.settle();
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Run").set({ dueAt: world.clock.now() }).execute());
    const turn = await turnUnderWay();
    await world.db.write((tx) => handOver(tx, world.shop.id, world.clock.now(), "handed-over"));
    await turn.save();
    await world.settle();
    expect(await world.runs()).toMatchObject([{ stepId: "wait", seq: 2 }]);
  });

  it("R38 goes on by the newest version, and counts for the one entered by", async () => {
    const definition = cartSeries();
    const id = await atTheDoor(definition);
    await world.settle();
    await world.hand();
    const before = (await world.runs())[0]?.versionId;
    const { versionId } = await world.activate({ ...definition, steps: [emailNode("reminder", "wait"), delayNode("wait", "extra", { mode: "for", amount: 2, unit: "hours" }), emailNode("extra", null)] }, id);
    await world.advance(2 * HOUR);
    expect((await world.messages()).map(({ stepId, versionId: sentBy }) => [stepId, sentBy])).toEqual([["reminder", before], ["extra", versionId]]);
    expect(await world.runs()).toMatchObject([{ versionId: before, stepId: "extra" }]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R39 who stands in a deleted step is removed, and her unsent message with her", async () => {
    const definition = cartSeries();
    const id = await atTheDoor(definition);
    await world.settle();
    await world.activate({ ...definition, firstStepId: "second", steps: [emailNode("second", null)] }, id);
    await world.settle();
    expect(await world.runs()).toMatchObject([{ status: "removed", reason: "step-deleted" }]);
    expect(await world.messages()).toMatchObject([{ status: "cancelled" }]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R9 removes everybody inside, counted by reason", async () => {
    const id = await atTheDoor();
    await world.settle();
    expect(await world.db.write((tx) => removeRuns(tx, world.deps(), world.shop.id, id, "stopped"))).toBe(1);
    expect(await world.db.write((tx) => removeRuns(tx, world.deps(), world.shop.id, id, "stopped"))).toBe(0);
    expect(await world.runs()).toMatchObject([{ status: "removed", reason: "stopped" }]);
    expect(await world.messages()).toMatchObject([{ status: "cancelled" }]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("no shop waits behind another's many: each gets one batch in turn", async () => {
    const other = await world.addShop("second.myshopify.com");
    await world.activate(cartSeries());
    await world.activate(cartSeries(), newId(), other);
    const many = Array.from({ length: 1_100 }, (_, index) => `c${index}`);
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Customer").values(many.map((id) => ({
      shopId: world.shop.id, id, firstName: "", lastName: "", ordersCount: 0, totalSpentMinor: 0, currency: "EUR", createdAt: 0, updatedAt: 0,
    }))).execute());
    await world.addCustomer("jan", other.id);
    await world.take(many.map((subjectId) => ({ key: `k-${subjectId}`, subjectId, type: "cart_viewed", at: world.clock.now(), ...cart })));
    await world.does("jan", "cart_viewed", cart, other);
    world.clock.set(world.clock.now() + HOUR, true);
    while ((await world.works.clocks.runDue()) > 0) continue;
    await world.works.runs.runDue();
    await world.works.runs.runDue();
    expect(await world.messages(other)).toHaveLength(1);
    expect((await world.messages()).length).toBe(500);
    await world.settle();
    expect((await world.messages()).length).toBe(1_100);
    await expectCountsAgree(world.db, world.shop.id);
  });
});
