import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR } from "~/domain/instant";
import { readDeadLetters } from "~/queries/dead-letters.server";
import { giveUpLetters } from "~/services/attention/give-up-letters.server";
import { retryErrands } from "~/services/attention/retry-errands.server";
import { retrySetAside } from "~/services/attention/retry-set-aside.server";
import { forgetProfile } from "~/services/shopify/apply-customer-deletion.server";
import { endRuns } from "~/services/runs/end-runs.server";
import { cartSeries, expectCountsAgree, openEngineWorld, type EngineWorld } from "../factories/engine-world";
import { errandWorkOf, openReceiver, standingErrand } from "../factories/errand-rig";
import { exhaustWork } from "../factories/exhaust-work";

let world: EngineWorld;
beforeEach(async () => { world = await openEngineWorld(); });
afterEach(() => world.close());

const letters = () => readDeadLetters(world.db, world.shop.id);
const errands = () => world.db.forShop(world.shop.id).selectFrom("Errand").selectAll().orderBy("id").execute();

async function failed(...ids: string[]) {
  const receiver = openReceiver();
  const work = errandWorkOf(world, receiver.doer);
  receiver.answer(...ids.map(() => ({ outcome: "failed", reason: "refused", error: "404 not here" }) as const));
  let scenario: { id: string; versionId: string } | undefined;
  for (const id of ids) scenario = (await standingErrand(world, id, "webhook", scenario)).scenario;
  await exhaustWork(work);
  await world.settle();
  return { receiver, work, scenarioId: scenario?.id ?? "" };
}

describe("what was given up", () => {
  it("R31 is shown by step with its reason, and tried again one by one or all at once", async () => {
    const { receiver, work, scenarioId } = await failed("ola", "ewa", "jan");
    expect(await letters()).toMatchObject([{ kind: "errand", scenario: { id: scenarioId, name: "Abandoned cart" }, stepId: "reminder", count: 3, letters: [{ reason: "refused", detail: "404 not here", customer: { name: expect.stringContaining("Example") } }, {}, {}] }]);
    const [first] = await errands();
    await retryErrands(world.context, world.shop, { id: first?.id ?? "" });
    expect(world.woken).toContain("errands");
    await exhaustWork(work);
    expect((await errands())[0]).toMatchObject({ status: "done", attempts: 1 });
    // The very same thing is done again.
    expect(receiver.got.at(-1)).toEqual(receiver.got.find(({ errandId }) => errandId === first?.id));
    expect(await letters()).toMatchObject([{ count: 2 }]);
    await expectCountsAgree(world.db, world.shop.id);

    await retryErrands(world.context, world.shop, { scenarioId, stepId: "reminder" });
    await exhaustWork(work);
    expect(await letters()).toEqual([]);
    expect(await world.counts()).toMatchObject({ "errands-done": 3 });
    expect(await world.counts()).not.toHaveProperty("errands-failed");
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R31 is done though its customer has left meanwhile, and an exit does not cancel what a person asked for", async () => {
    const { receiver, work } = await failed("ola");
    const [run] = await world.runs();
    const [first] = await errands();
    await retryErrands(world.context, world.shop, { id: first?.id ?? "" });
    if (run?.status === "active") await world.db.write((tx) => endRuns(tx, world.deps(), world.shop, [run.id], "order-placed"));
    await exhaustWork(work);
    expect(receiver.got).toHaveLength(2);
    expect(await errands()).toMatchObject([{ status: "done" }]);
  });

  it("R31 R45 tells nobody any more of a customer who was deleted", async () => {
    const { receiver, work } = await failed("ola");
    const [first] = await errands();
    await world.db.write((tx) => forgetProfile(tx, { ...world.deps(), triggeredAt: world.clock.now() }, world.shop.id, "ola"));
    await retryErrands(world.context, world.shop, { id: first?.id ?? "" });
    await exhaustWork(work);
    expect(receiver.got).toHaveLength(1);
    expect(await errands()).toMatchObject([{ status: "cancelled", reason: "customer-deleted" }]);
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R31 is not shown any more once a person gives it up, and counts as failed still", async () => {
    const { work, scenarioId } = await failed("ola", "ewa");
    await giveUpLetters(world.context, world.shop.id, "errand", { id: (await errands())[0]?.id ?? "" });
    expect(await letters()).toMatchObject([{ count: 1 }]);
    await giveUpLetters(world.context, world.shop.id, "errand", { scenarioId, stepId: "reminder" });
    expect(await letters()).toEqual([]);
    await retryErrands(world.context, world.shop, { scenarioId, stepId: "reminder" });
    await exhaustWork(work);
    expect(await world.counts()).toMatchObject({ "errands-failed": 2 });
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R31 is never another shop's", async () => {
    const { scenarioId } = await failed("ola");
    const other = await world.addShop("other.myshopify.com");
    expect(await readDeadLetters(world.db, other.id)).toEqual([]);
    await giveUpLetters(world.context, other.id, "errand", { scenarioId, stepId: "reminder" });
    await retryErrands(world.context, other, { id: (await errands())[0]?.id ?? "" });
    expect(await letters()).toMatchObject([{ count: 1 }]);
  });

  it("shows messages of which nobody can tell, until a person has seen them", async () => {
    await world.activate(cartSeries());
    await world.addCustomer("ola");
    await world.does("ola", "cart_viewed", { cart: { token: "ola", empty: false } });
    await world.advance(HOUR);
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Message").set({ status: "unknown", reason: "no-answer", detail: "timeout", dueAt: null }).execute());
    const [group] = await letters();
    expect(group).toMatchObject({ kind: "message", stepType: "send-email", count: 1, letters: [{ reason: "no-answer", detail: "timeout" }] });
    await giveUpLetters(world.context, world.shop.id, "message", { id: group?.letters[0]?.id ?? "" });
    expect(await letters()).toEqual([]);
  });

  it("R6 shows runs that were set aside and puts them back where they stood, but where the customer is inside again", async () => {
    await world.activate(cartSeries({ whileInside: "ignore" }));
    const enter = async (id: string) => {
      await world.does(id, "cart_viewed", { cart: { token: id, empty: false } });
      await world.advance(HOUR);
    };
    for (const id of ["ola", "ewa"]) {
      await world.addCustomer(id);
      await enter(id);
    }
    await world.db.write(async (tx) => endRuns(tx, world.deps(), world.shop, (await world.runs()).map(({ id }) => id), "set-aside"));
    await enter("ewa");
    expect(await letters()).toMatchObject([{ kind: "run", count: 2 }]);
    const [set] = await letters();
    await retrySetAside(world.context, world.shop, { scenarioId: set?.scenario?.id ?? "", stepId: set?.stepId ?? "" });
    await world.settle();
    expect((await world.runs()).map(({ customerId, status, reason, activeKey }) => [customerId, status, reason, activeKey]).sort()).toEqual([
      ["ewa", "active", null, "inside"], ["ewa", "removed", "set-aside", null], ["ola", "active", null, "inside"],
    ]);
    expect(await letters()).toMatchObject([{ count: 1 }]);
    await expectCountsAgree(world.db, world.shop.id);
    await giveUpLetters(world.context, world.shop.id, "run", { id: (await letters())[0]?.letters[0]?.id ?? "" });
    expect(await letters()).toEqual([]);
  });

  it("R1 R31 stays set aside where its scenario was deleted", async () => {
    const { id: scenarioId } = await world.activate(cartSeries());
    await world.addCustomer("ola");
    await world.does("ola", "cart_viewed", { cart: { token: "ola", empty: false } });
    await world.advance(HOUR);
    await world.db.write(async (tx) => {
      await endRuns(tx, world.deps(), world.shop, (await tx.forShop(world.shop.id).selectFrom("Run").select("id").execute()).map(({ id }) => id), "set-aside");
      await tx.forShop(world.shop.id).updateTable("Scenario").set({ status: "deleted" }).execute();
    });
    await retrySetAside(world.context, world.shop, { scenarioId, stepId: "reminder" });
    expect(await world.runs()).toMatchObject([{ status: "removed", reason: "set-aside" }]);
    await expectCountsAgree(world.db, world.shop.id);
  });
});
