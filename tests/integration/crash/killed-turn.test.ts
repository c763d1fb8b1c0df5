import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { HOUR, type Instant } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { addConsents, cartSeries, delayNode, emailNode, expectCountsAgree, openEngineWorld, tagNode } from "../../factories/engine-world";
import { atEachStatement, ended, killRig } from "../../factories/kill-rig";
import { addTraits, dataNode } from "../../factories/traits";
import { doAllThatIsDue } from "./do-all-that-is-due";

const rig = killRig("tests/integration/crash/turn-process.ts");
let now: Instant;
let shopId: number;

/** A wait of an hour, a tag, counting up and a consent, a split that asks for it, an e-mail on each way, a tag taken away, an unsubscription. */
const splitSeries: ScenarioDefinition = {
  ...cartSeries(),
  firstStepId: "wait",
  steps: [
    delayNode("wait", "mark", { mode: "for", amount: 1, unit: "hours" }),
    tagNode("add-tag", "mark", "count"),
    dataNode("count", "split", { do: "increase", trait: "integer", by: 5 }, { do: "set-now", trait: "date_time" }, { do: "grant", consent: "sms" }),
    {
      id: "split", type: "split", version: 1, next: { many: "thanks", "everyone-else": "reminder" },
      config: { branches: [{ id: "many", name: "Many", segment: { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-least", count: 3 }, { fact: "tag", operator: "has", tag: "waited" }] }] } }] },
    },
    emailNode("thanks", "unmark"),
    tagNode("remove-tag", "unmark", "tell"),
    { id: "tell", type: "webhook", version: 1, config: { url: "https://hooks.example.com/", headers: [], body: "", onFailure: "continue" }, next: { next: "bye" } },
    { id: "bye", type: "unsubscribe", version: 1, config: { from: "all" }, next: { next: null } },
    emailNode("reminder", "rest"),
    delayNode("rest", null),
  ],
};

/** Waits for the tag that the other gives, then for an order. */
const waitingSeries: ScenarioDefinition = {
  ...cartSeries(),
  entryPoints: [{ id: "checkout", type: "cart-abandonment", version: 1, config: { variant: "checkout-started", idleMinutes: 60 } }],
  firstStepId: "tagged",
  steps: [
    { id: "tagged", type: "wait-until", version: 1, config: { until: { what: "tag", tag: "waited" }, limit: { amount: 3, unit: "days" } }, next: { happened: "ordered", "time-up": null } },
    { id: "ordered", type: "wait-until", version: 1, config: { until: { what: "activity", type: "order_placed" }, limit: { amount: 3, unit: "days" } }, next: { happened: null, "time-up": null } },
  ],
};

/** At `now` two customers stand in a wait that is over, one enters both scenarios, one is moved to the start of hers. */
beforeAll(async () => {
  const world = await openEngineWorld();
  await world.activate(splitSeries);
  await world.activate(cartSeries({ whileInside: "restart" }));
  await world.activate(waitingSeries);
  for (const id of ["ola", "ewa", "jan"]) await world.addCustomer(id, world.shop.id, { ordersCount: id === "ewa" ? 5 : 0, shopifyId: `9${id.length}${id.charCodeAt(0)}` });
  await addConsents(world.db, world.shop.id, ["ola", "ewa"]);
  await addTraits(world.db, world.shop.id);
  for (const id of ["ola", "ewa"]) await world.does(id, "cart_viewed", { cart: { token: id, empty: false } });
  await world.advance(HOUR);
  await world.does("ola", "checkout_started", { cart: { token: "ola", empty: false } });
  for (const id of ["ola", "jan"]) await world.does(id, "cart_viewed", { cart: { token: id, empty: false } });
  now = world.clock.now() + HOUR;
  shopId = world.shop.id;
  rig.keep(world.file);
  await world.close();
});

/** What a stop by SIGKILL before statement `killAt`, and a fresh start after it, leave behind. */
async function killAndFinish(killAt: number) {
  const file = rig.copy(killAt);
  const provider = rig.path(`${killAt}.txt`);
  const killed = await ended(rig.start(file, now, provider, killAt));
  const db = openSqliteDatabase(`file:${file}`);
  if (killed) await doAllThatIsDue(db, now, provider);
  const shop = db.forShop(shopId);
  const runs = await shop.selectFrom("Run").select(["customerId", "scenarioId", "status", "reason", "stepId", "seq", "dueAt", "leaseOwner"]).orderBy("scenarioId").orderBy("customerId").orderBy("status").execute();
  const messages = await shop.selectFrom("Message").select(["customerId", "scenarioId", "stepId", "status"]).orderBy("scenarioId").orderBy("customerId").orderBy("status").execute();
  const decisions = await shop.selectFrom("EntryDecision").select(["customerId", "scenarioId", "factKey", "outcome"]).orderBy("scenarioId").orderBy("factKey").execute();
  const tags = await shop.selectFrom("CustomerTag").select(["customerId", "tag", "addedAt", "source"]).orderBy("customerId").execute();
  const removedTags = await shop.selectFrom("CustomerTagRemoval").select(["customerId", "tag", "removedAt"]).orderBy("customerId").execute();
  const consents = await shop.selectFrom("CustomerConsent").select(["customerId", "consentId", "state", "source", "changedAt"]).orderBy("customerId").orderBy("consentId").execute();
  const traits = await shop.selectFrom("CustomerTrait").select(["customerId", "traitId", "number", "changedAt"]).orderBy("customerId").orderBy("traitId").execute();
  const traitChanges = await shop.selectFrom("TraitChange").select(["customerId", "traitId", "did", "amount", "number", "at", "stepId"]).orderBy("customerId").orderBy("traitId").execute();
  const waits = await shop.selectFrom("Wait").select(["customerId", "kind", "seq", "since", "happenedAt"]).execute();
  const writes = await shop.selectFrom("ShopifyWrite").select(["subjectId", "kind", "payload", "revision"]).orderBy("subjectId").orderBy("kind").execute();
  const effects = await shop.selectFrom("Message").select("effectId").where("status", "=", "handed-over").orderBy("effectId").execute();
  const errands = await shop.selectFrom("Errand").select(["customerId", "stepId", "status", "effectId", "payload", "result", "leaseOwner", "nextTryAt"]).orderBy("effectId").execute();
  const handed = existsSync(provider) ? readFileSync(provider, "utf8").trim().split("\n") : [];
  await expectCountsAgree(db, shopId);
  await db.close();
  rig.drop(file);
  return { killed, left: { runs, messages, decisions, tags, removedTags, consents, traits, traitChanges, waits, writes, errands }, effects: [...effects, ...errands].map(({ effectId }) => effectId).sort(), handed };
}

describe("a turn that is killed", () => {
  it("leaves the same behind at whatever statement SIGKILL comes: each message once, each customer in once, counters that a recount confirms", { timeout: 900_000 }, async () => {
    const whole = await killAndFinish(0);
    expect(whole.killed).toBe(false);
    expect(whole.left.messages.map(({ customerId, stepId, status }) => [customerId, stepId, status]).sort()).toEqual([
      ["ewa", "reminder", "handed-over"], ["ewa", "thanks", "handed-over"], ["jan", "reminder", "handed-over"],
      ["ola", "reminder", "cancelled"], ["ola", "reminder", "handed-over"], ["ola", "reminder", "handed-over"],
    ]);

    expect(whole.left.errands).toMatchObject([{ customerId: "ewa", stepId: "tell", status: "done", nextTryAt: null, leaseOwner: null }]);
    expect(whole.left.traits.map(({ customerId, traitId, number }) => [customerId, traitId, number])).toEqual(["ewa", "ola"].flatMap((id) => [[id, "t-date_time", now], [id, "t-integer", 5]]));
    expect(whole.left.traitChanges).toHaveLength(4);
    expect(whole.left.tags.map(({ customerId, tag }) => [customerId, tag])).toEqual([["ola", "waited"]]);
    expect(whole.left.consents.map(({ customerId, state, source }) => [customerId, state, source])).toEqual([
      ["ewa", "withdrawn", "scenario"], ["ewa", "withdrawn", "scenario"], ["ola", "granted", "import"], ["ola", "granted", "import"],
    ]);
    // The tag was there when she came to wait for it, or woke her; the row of the first wait is gone.
    expect(whole.left.waits).toEqual([{ customerId: "ola", kind: "activity", seq: 2, since: now, happenedAt: null }]);
    // Each change counts the revision up once, so one made twice would show.
    expect(whole.left.writes.map(({ subjectId, payload, revision }) => [subjectId, payload, revision])).toEqual([
      ["ewa", JSON.stringify({ state: "withdrawn", at: now }), 1], ["ewa", '{"add":[],"remove":["waited"]}', 2], ["ola", '{"add":["waited"],"remove":[]}', 1],
    ]);

    const last = await atEachStatement(async (killAt) => {
      const { killed, left, effects, handed } = await killAndFinish(killAt);
      expect(left, `killed at statement ${killAt}`).toEqual(whole.left);
      // The provider drops what comes again under the same key.
      expect([...new Set(handed)].sort(), `killed at statement ${killAt}`).toEqual(effects);
      return killed;
    });
    expect(last).toBeGreaterThan(50);
  });
});
