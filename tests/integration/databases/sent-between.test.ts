import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { Database, WriteOptions } from "~/adapters/db/database.server";
import { HOUR } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { StoredBatch } from "~/runtime/messages/claim-messages.server";
import { handOver } from "~/runtime/messages/hand-over.server";
import type { Outbound } from "~/runtime/messages/outbound";
import { createOutbounds } from "~/runtime/messages/outbounds.server";
import { runsWork } from "~/runtime/runs/runs.server";
import { noteMembership } from "~/services/segments/note-membership.server";
import { cartSeries, delayNode, T0, TestClock } from "../../factories/engine-world";
import { exhaustWork } from "../../factories/exhaust-work";
import { openMessageWorld, type MessageWorld } from "../../factories/message-world";

const sent = { match: "all", groups: [{ match: "all", conditions: [{ fact: "message", operator: "was", was: "sent", channel: "any", period: { is: "in-last", days: 7 }, scenarioId: null }] }] };
const cart = cartSeries();
const resting: ScenarioDefinition = { ...cart, settings: { ...cart.settings, exits: { onOrder: false, onPage: [] } }, firstStepId: "rest", steps: [delayNode("rest", null, { mode: "for", amount: 20, unit: "days" })] };
const wait = { id: "wait", type: "wait-until", version: 1, config: { until: { what: "customer", segment: sent }, limit: { amount: 2, unit: "days" } }, next: { happened: "rest", "time-up": null } };
const waiting: ScenarioDefinition = { ...resting, firstStepId: "wait", steps: [wait, ...resting.steps] };
/** The step keeps its name and asks for something else. */
const waitingNoMore: ScenarioDefinition = { ...waiting, steps: [{ ...wait, config: { until: { what: "activity", type: "product_viewed" }, limit: { amount: 2, unit: "days" } } }, ...resting.steps] };

describe("to whom a message was sent", () => {
  let world: MessageWorld;
  let outbound: Outbound;
  beforeEach(async () => {
    world = await openMessageWorld();
    outbound = { ...createOutbounds(world.context).email, send: async (key) => ({ outcome: "answered", results: [{ accepted: true, providerId: key }] }) };
  });
  afterEach(() => world.close());

  /** Ola's messages that wait to be handed over, a call for each. */
  async function calls(): Promise<StoredBatch[]> {
    return (await world.messages()).filter(({ status }) => status === "queued").map((message) => ({ shop: world.shop, id: `call-${message.id}`, createdAt: T0, attempts: 1, messages: [message], payloads: ["{}"] }));
  }
  /** Ola opens a cart and has been idle for an hour; what she enters by it has had no turn. */
  async function idle(token: string): Promise<void> {
    await world.does("ola", "cart_viewed", { cart: { token, empty: false } });
    world.clock.set(world.clock.now() + HOUR, true);
    await exhaustWork(world.works.clocks);
  }
  async function queued(scenarios: number): Promise<StoredBatch[]> {
    for (let each = 0; each < scenarios; each += 1) await world.activate(cartSeries());
    await world.shopper("ola");
    await idle("cart-ola");
    await exhaustWork(world.works.runs);
    return calls();
  }
  const first = <T>([one]: readonly T[]): T => {
    if (one === undefined) throw new Error("there is none");
    return one;
  };
  const inside = async (scenarioId: string) => (await world.runs()).filter((run) => run.scenarioId === scenarioId);
  const pin = (scenarioId: string, pinnedVersionId: string) => world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Run").set({ pinnedVersionId }).where("scenarioId", "=", scenarioId).execute());

  /** Before it commits its first write of such a kind, what `meanwhile` begins ends or waits for a lock. */
  function meeting(kind: (options: WriteOptions) => boolean, meanwhile: () => Promise<unknown>) {
    let begun: Promise<unknown> | null = null;
    const write: Database["write"] = (work, options = {}) => world.db.write(async (tx) => {
      const result = await work(tx);
      if (begun === null && kind(options)) {
        let over = false;
        begun = meanwhile().finally(() => { over = true; });
        while (!over && !(await somebodyWaits())) continue;
      }
      return result;
    }, options);
    return { db: { ...world.db, write }, async ended() { await begun; expect(begun).not.toBeNull(); } };
  }
  async function somebodyWaits(): Promise<boolean> {
    const { rows } = await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(world.db.acrossShops);
    return rows.length > 0;
  }

  it("R20 is noted once, whoever looked before it was noted", async () => {
    const note = (inside: string[], before: string[]) => world.db.write((tx) => noteMembership(tx, T0, { shopId: world.shop.id, segmentId: "s", inside: new Set(inside), before: new Set(before) }));
    expect(await note(["ola"], [])).toMatchObject([{ type: "segment_entered", subjectId: "ola" }]);
    expect(await note(["ola"], [])).toEqual([]);
    expect(await note([], ["ola"])).toMatchObject([{ type: "segment_left", subjectId: "ola" }]);
    expect(await note([], ["ola"])).toEqual([]);
  });

  it("R31 wakes at once who waits for it on an older version, though the newest does not ask", async () => {
    const call = first(await queued(1));
    const { id, versionId } = await world.activate(waiting);
    await idle("again");
    await world.settle();
    await world.activate(waitingNoMore, id);
    await pin(id, versionId);
    await world.settle();
    await handOver(world.context, outbound, call);
    await world.settle();
    expect(await inside(id)).toMatchObject([{ stepId: "rest" }]);
  });

  describe.runIf(inject("postgresUrl") !== null)("while others write", () => {
    it("R20 lets a customer enter once to whom two are handed over at once", async () => {
      await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Segment").values({ shopId: world.shop.id, id: "sent", name: "sent", nameInUse: "sent", definition: JSON.stringify(sent), createdAt: T0, updatedAt: T0, deletedAt: null }).execute());
      const { id } = await world.activate({ ...resting, entryPoints: [{ id: "segment", type: "segment-entered", version: 1, config: { segmentId: "sent", when: "entered" } }] });
      await world.settle();
      const [mail, push] = await queued(2);
      if (!mail || !push) throw new Error("two were to be queued");
      const later = new TestClock(world.clock.now() + 1_000, true);
      const { db, ended } = meeting(() => true, () => handOver({ ...world.context, clock: later }, outbound, push));
      await handOver({ ...world.context, db }, outbound, mail);
      await ended();
      expect(await inside(id)).toHaveLength(1);
    });

    it.each(["newest", "an older"])("R31 reaches who begins to wait for it meanwhile, on %s version", async (version) => {
      const call = first(await queued(1));
      const { id, versionId } = await world.activate(waiting);
      await idle("again");
      if (version !== "newest") {
        await world.activate(waitingNoMore, id);
        await pin(id, versionId);
      }
      const { db, ended } = meeting(({ sideBySide }) => !sideBySide, () => handOver(world.context, outbound, call));
      await runsWork({ ...world.context, db }, { soleOwner: false }).runDue();
      await ended();
      await world.settle();
      expect(await inside(id)).toMatchObject([{ stepId: "rest" }]);
    });
  });
});
