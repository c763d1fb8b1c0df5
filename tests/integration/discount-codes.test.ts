import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { DAY, HOUR } from "~/domain/instant";
import { readCustomerTimeline } from "~/queries/customer-timeline.server";
import { listPools } from "~/queries/discount-pools.server";
import { addCodes } from "~/services/discounts/add-codes.server";
import { deletePool } from "~/services/discounts/delete-pool.server";
import { issueFromPool } from "~/services/discounts/issue-from-pool.server";
import { markCodesUsed } from "~/services/discounts/mark-codes-used.server";
import { endRuns } from "~/services/runs/end-runs.server";
import { openDiscountWorld, type DiscountWorld } from "../factories/discount-world";

let world: DiscountWorld;
beforeEach(async () => {
  world = await openDiscountWorld();
});
afterEach(() => world.close());

const order = (effectId: string, customerId = "ola") => ({ effectId, runId: effectId.split(":")[0] ?? "", scenarioId: "s", stepId: "code", customerId, name: null, whenStale: "suppress" as const });
const fromPool = (poolId: string) => ({ source: { from: "pool" as const, poolId } });
const use = (codes: string[], orderId = "900") => world.db.write((tx) => markCodesUsed(tx, world.shop.id, codes, { orderId, at: world.clock.now() }));
const lost = (reason: string) => new AdminApiError(reason, { retryable: true, code: "UNREACHABLE" });

describe("a pool of codes", () => {
  it("R30 takes each code of the shop once and says by line what it leaves out", async () => {
    const id = await world.pool("A1", "A2");
    expect(await addCodes(world.context, world.shop.id, id, "a2\nA3\nA 4")).toEqual({ added: 1, refused: [{ line: 1, text: "a2", reason: "known" }, { line: 3, text: "A 4", reason: "spaces" }] });
    expect(await listPools(world.db, world.shop.id)).toMatchObject([{ name: "Spring", left: 3, issued: 0, used: 0, low: false }]);
    expect(await addCodes(world.context, world.shop.id, "no-such-pool", "B1")).toBeNull();
  });

  it("R30 gives many who ask at once a code each, and who asks twice the same", async () => {
    const id = await world.pool(...Array.from({ length: 30 }, (_, index) => `CODE-${index}`));
    const effects = Array.from({ length: 40 }, (_, index) => `run${index % 30}:1:0`);
    const got = await Promise.all(effects.map((effect) => world.db.write((tx) => issueFromPool(tx, world.shop.id, id, order(effect), world.clock.now(), null))));
    const byEffect = new Map(effects.map((effect, index) => [effect, got[index]]));
    effects.forEach((effect, index) => expect(got[index]).toEqual(byEffect.get(effect)));
    expect(new Set([...byEffect.values()].map((issued) => (issued?.ok ? issued.code : ""))).size).toBe(30);
    expect(await world.db.write((tx) => issueFromPool(tx, world.shop.id, id, order("late:1:0"), world.clock.now(), null))).toEqual({ ok: false, reason: "pool-empty" });
  });

  it("R30 gives out nothing once it is deleted; what was issued stays", async () => {
    const id = await world.pool("A1", "A2");
    await world.db.write((tx) => issueFromPool(tx, world.shop.id, id, order("run:1:0"), world.clock.now(), null));
    await deletePool(world.context, world.shop.id, id);
    expect(await world.db.write((tx) => issueFromPool(tx, world.shop.id, id, order("other:1:0"), world.clock.now(), null))).toEqual({ ok: false, reason: "pool-missing" });
    expect(await world.codes()).toMatchObject([{ code: "A1", status: "issued" }]);
  });

  it("R30 a code that somebody used before is given to nobody", async () => {
    const id = await world.pool("A1", "A2");
    await use(["a1"]);
    expect(await world.db.write((tx) => issueFromPool(tx, world.shop.id, id, order("run:1:0"), world.clock.now(), null))).toEqual({ ok: true, code: "A2" });
  });
});

describe("the step of a run", () => {
  it("R30 the same run sees the same code in every later message, with its end counted from issue", async () => {
    await world.activate(world.codeSeries({ ...fromPool(await world.pool("SPRING-1", "SPRING-2")), expiresInDays: 3 }));
    await world.shopper("ola");
    await world.enter();
    await world.pass(DAY);
    const [first, second] = world.textTo("ola");
    expect(first).toContain("SPRING-1|15% off|March 13, 2026|https://first.myshopify.com/discount/SPRING-1?redirect=%2Fcart%2F9501%3A1%2C9502%3A1%3Fstorefront%3Dtrue");
    expect(second).toBe(first);
    expect(await world.codes()).toMatchObject([{ code: "SPRING-1", status: "issued", customerId: "ola" }, { code: "SPRING-2", status: "free" }]);
    expect((await readCustomerTimeline(world.db, world.shop.id, "ola", null)).items).toContainEqual(expect.objectContaining({ kind: "code-issued", detail: "SPRING-1" }));
    expect(await world.counts()).toMatchObject({ "errands-done": 1, sent: 2, completed: 1 });
  });

  it.each([["continue", "completed", 2], ["remove", "removed", 0], ["branch", "completed", 1]] as const)("R30 an empty pool follows the merchant's rule: %s", async (onNone, status, mails) => {
    await world.activate(world.codeSeries({ ...fromPool(await world.pool()), onNone }, "<p>A code: {{ discount.code }}.</p>"));
    await world.shopper("ola");
    await world.enter();
    await world.pass(DAY);
    expect(await world.runs()).toMatchObject([{ status, ...(onNone === "remove" ? { reason: "no-discount-code" } : {}) }]);
    expect(world.textTo("ola")).toHaveLength(mails);
    expect(world.textTo("ola")[0]).toBe({ continue: "A code: .", remove: undefined, branch: "Sorry" }[onNone]);
    expect((await readCustomerTimeline(world.db, world.shop.id, "ola", null)).items).toContainEqual(expect.objectContaining({ kind: "errand-failed", stepType: "discount-code", reason: "pool-empty" }));
  });

  it("R30 holds back a message whose code has expired or was used, with the reason", async () => {
    await world.activate(world.codeSeries({ ...fromPool(await world.pool("A1", "A2")), expiresInDays: 1 }));
    await world.shopper("ola");
    await world.enter();
    await world.pass(2 * DAY);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "handed-over" }, { status: "suppressed", reason: "discount-expired", detail: "A1" }]);

    await world.shopper("ewa");
    await world.enter();
    await use(["A2"]);
    await use(["A2"], "901");
    await world.pass(DAY - HOUR);
    await world.pass(HOUR);
    expect((await world.messageOf("ewa"))[1]).toMatchObject({ status: "suppressed", reason: "discount-used", detail: "A2" });
    expect((await world.codes())[1]).toMatchObject({ status: "used", usedOrderId: "900" });
  });

  it("R30 sends it without the code where the merchant wants so", async () => {
    await world.activate(world.codeSeries({ ...fromPool(await world.pool("A3")), expiresInDays: 1, whenStale: "without" }, "<p>{% if discount %}Code {{ discount.code }}{% else %}No code{% endif %}</p>"));
    await world.shopper("jan");
    await world.enter();
    await world.pass(2 * DAY);
    expect(world.textTo("jan")).toEqual(["Code A3", "No code"]);
  });
});

describe("a code made in Shopify", () => {
  const standing = async (config: Parameters<DiscountWorld["codeSeries"]>[0] = {}) => {
    const scenario = await world.activate(world.codeSeries(config));
    await world.addCustomer("ola", world.shop.id, { shopifyId: world.shopifyIdOfKnown });
    await world.does("ola", "cart_viewed", { cart: { token: "t", empty: false } });
    await world.advance(HOUR);
    return scenario;
  };
  const made = () => [...world.store.state.discounts.values()].filter(({ code }) => code !== "WELCOME10");

  it("R30 is for one order of this customer, from a minimum, until so many days after issue", async () => {
    await standing({ source: { from: "shopify", offer: { kind: "amount", amountMinor: 500 }, minimumMinor: 5_000, prefix: "THANKS" }, expiresInDays: 7 });
    await world.work();
    expect(made()).toMatchObject([{ kind: "fixed_amount", amountMinor: 500, minimumMinor: 5_000, usageLimit: 1, appliesOncePerCustomer: true, customerIds: [world.shopifyIdOfKnown], startsAt: world.clock.now(), endsAt: world.clock.now() + 7 * DAY }]);
    const [code] = await world.codes();
    expect(code).toMatchObject({ code: made()[0]?.code, status: "issued", kind: "amount", issuedAt: world.clock.now(), expiresAt: world.clock.now() + 7 * DAY, shopifyId: made()[0]?.id });
    expect(code?.code).toMatch(/^THANKS-[2-9A-HJ-NP-Z]{10}$/);
  });

  it.each([["percentage", { kind: "percentage", percent: 15 }, { kind: "percentage", share: 0.15 }], ["free shipping", { kind: "free-shipping" }, { kind: "shipping" }]] as const)("R30 makes %s, for whoever has the code where Shopify does not know the customer", async (_, offer, expected) => {
    await world.activate(world.codeSeries({ source: { from: "shopify", offer, minimumMinor: null, prefix: "" }, expiresInDays: null }));
    await world.shopper("ewa");
    await world.enter();
    expect(made()).toMatchObject([{ ...expected, customerIds: null, endsAt: null }]);
    expect(world.textTo("ewa")[0]).toContain(`${made()[0]?.code}|${offer.kind === "percentage" ? "15%" : "Free shipping"}||`);
  });

  it.each(["before", "after"] as const)("R30 is made once where the connection breaks %s Shopify made it", async (loss) => {
    await standing();
    world.losses.push(loss);
    await world.work();
    expect(await world.errandRows()).toMatchObject([{ status: "queued", attempts: 1 }]);
    expect(made()).toHaveLength(loss === "after" ? 1 : 0);
    await world.pass(HOUR);
    expect(made()).toHaveLength(1);
    expect(await world.codes()).toMatchObject([{ code: made()[0]?.code, expiresAt: made()[0]?.endsAt }]);
  });

  it("R30 a process that dies before it keeps the code leaves no second one", async () => {
    await standing();
    const write = world.db.write.bind(world.db);
    world.db.write = ((work) => (made().length > 0 ? new Promise(() => undefined) : write(work))) as typeof world.db.write;
    await world.errands.runDue();
    while (made().length === 0) await world.errands.runDue();
    world.db.write = write;
    expect(await world.codes()).toEqual([]);
    world.clock.realNow += 10 * HOUR;
    const other = world.errandWork();
    while ((await other.runDue()) > 0) continue;
    expect(made()).toHaveLength(1);
    expect(await world.codes()).toMatchObject([{ code: made()[0]?.code, status: "issued" }]);
    expect(await world.errandRows()).toMatchObject([{ status: "done", attempts: 2 }]);
  });

  it.each([
    { dies: "before it keeps the code", writes: 0, outcome: { status: "cancelled", reason: "order-placed" } },
    { dies: "after it kept the code", writes: 1, outcome: { status: "done", reason: null } },
  ])("R30 of somebody who left meanwhile it is known what came of a process that died $dies", async ({ writes, outcome }) => {
    await standing();
    const write = world.db.write.bind(world.db);
    let since = 0;
    world.db.write = ((work) => (made().length > 0 && ++since > writes ? new Promise(() => undefined) : write(work))) as typeof world.db.write;
    await world.errands.runDue();
    while (since <= writes) await world.errands.runDue();
    world.db.write = write;
    const [run] = await world.runs();
    await world.db.write((tx) => endRuns(tx, world.deps(), world.shop, [run?.id ?? ""], "order-placed"));
    world.clock.realNow += 10 * HOUR;
    const other = world.errandWork();
    while ((await other.runDue()) > 0) continue;
    expect(made()).toHaveLength(1);
    expect(await world.codes()).toHaveLength(writes);
    expect(await world.errandRows()).toMatchObject([outcome]);
  });

  it("R30 waits as long as Shopify asks for when it is throttled", async () => {
    await standing();
    world.faults.push(new AdminApiError("Shopify asks for a rest", { retryable: true, code: "THROTTLED", retryAfterMs: 2 * HOUR }));
    await world.work();
    expect((await world.errandRows())[0]?.nextTryAt).toBeGreaterThanOrEqual(world.clock.now() + 2 * HOUR);
  });

  it("R30 tells what Shopify says against it, on the timeline", async () => {
    await standing();
    world.store.customers.delete(world.shopifyIdOfKnown);
    await world.work();
    expect(await world.errandRows()).toMatchObject([{ status: "failed", reason: "code-refused", error: "Customers are invalid" }]);
    expect((await readCustomerTimeline(world.db, world.shop.id, "ola", null)).items).toContainEqual(expect.objectContaining({ kind: "errand-failed", stepType: "discount-code", reason: "code-refused", detail: "Customers are invalid" }));
  });

  it("R30 is not made without the scope, and says so", async () => {
    world.loseScope();
    await standing();
    await world.work();
    expect(await world.errandRows()).toMatchObject([{ status: "failed", reason: "scope-missing" }]);
  });

  it("R30 is not made for somebody who left meanwhile", async () => {
    await standing();
    world.faults.push(lost("down"));
    await world.work();
    const [run] = await world.runs();
    await world.db.write((tx) => endRuns(tx, world.deps(), world.shop, [run?.id ?? ""], "order-placed"));
    await world.pass(HOUR);
    expect(made()).toEqual([]);
    expect(await world.db.forShop(world.shop.id).selectFrom("Errand").select(["status", "reason"]).execute()).toEqual([{ status: "cancelled", reason: "order-placed" }]);
  });
});
