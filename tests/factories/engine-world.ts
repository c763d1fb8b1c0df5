import { pino } from "pino";
import { expect } from "vitest";
import { MovableClock } from "~/adapters/clock/movable-clock";
import type { Database, WriteStatements } from "~/adapters/db/database.server";
import { newId } from "~/adapters/db/new-id.server";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { MINUTE, type Instant } from "~/domain/instant";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { recount } from "~/queries/recount.server";
import { readCounts } from "~/queries/read-counters.server";
import type { ShopRow } from "~/queries/shop.server";
import { countersWork } from "~/runtime/counters.server";
import { idleClocksWork } from "~/runtime/runs/idle-clocks.server";
import { runsWork } from "~/runtime/runs/runs.server";
import { wakeRunsAfterOutcome } from "~/runtime/runs/wake-runs.server";
import type { WorkName } from "~/runtime/work";
import { schedulesWork } from "~/runtime/schedules/schedules.server";
import { segmentWatchesWork } from "~/runtime/schedules/segment-watches.server";
import { keepWatches } from "~/services/scenarios/keep-watches.server";
import { keepSchedules } from "~/services/scenarios/keep-schedules.server";
import { publishVersion } from "~/services/scenarios/publish-version.server";
import { addTags } from "~/services/customers/save-customer-tags.server";
import { takeActivities } from "~/services/runs/take-activities.server";
import { openTestDatabase } from "../setup/test-database";
import { exhaustWork } from "./exhaust-work";

/** Noon in Warsaw. */
export const T0: Instant = Date.parse("2026-03-10T11:00:00Z");

/** Real time that a test moves, so that leases run out without waiting. */
export class TestClock extends MovableClock {
  realNow = 1_000_000;

  override real(): Instant {
    return this.realNow;
  }
}

/** A shop with the engine at work in it, by hand: nothing happens but what the test asks for. */
export async function openEngineWorld() {
  const test = await openTestDatabase();
  const world = await engineWorldOn(test.db, new TestClock(T0, true));
  return { ...world, url: test.url, file: test.url.replace(/^file:/, ""), close: test.close };
}

export async function engineWorldOn(db: Database, clock: TestClock) {
  const log = pino({ level: "silent" });
  const woken: WorkName[] = [];
  const context = { db, clock, newId, log, wake: { wake: (name: WorkName) => void woken.push(name) }, setUp: { sms: null, push: null } };
  const works = { schedules: schedulesWork(context), watches: segmentWatchesWork(context), clocks: idleClocksWork(context), runs: runsWork(context, { soleOwner: false }), counters: countersWork(db) };
  const shop = await addShop(db, "first.myshopify.com");
  let acts = 0;

  return {
    db, clock, shop, context, works, woken,
    deps: () => ({ now: clock.now(), newId, log }),
    addShop: (domain: string) => addShop(db, domain),
    addCustomer: (id: string, shopId = shop.id, more: NewCustomer = {}) => addCustomer(db, shopId, id, more),

    /** Publishes the definition and makes the scenario active. */
    async activate(definition: ScenarioDefinition, scenarioId: string = newId(), of: ShopRow = shop): Promise<{ id: string; versionId: string }> {
      const now = clock.now();
      const versionId = await db.write(async (tx) => {
        const published = await publishVersion(tx, of.id, { scenarioId, definition, now, newId });
        await tx.forShop(of.id).insertInto("Scenario").values({
          shopId: of.id, id: scenarioId, name: "Abandoned cart", status: "active", definition: JSON.stringify(definition), revision: 1, versionId: published,
          firstActivatedAt: now, activatedAt: now, stoppedAt: null, createdAt: now, updatedAt: now,
        }).onConflict((conflict) => conflict.columns(["shopId", "id"]).doUpdateSet({ versionId: published, status: "active" })).execute();
        await keepSchedules(tx, { now, newId, log }, of.id, [scenarioId]);
        await keepWatches(tx, { now, newId, log }, of.id);
        return published;
      });
      return { id: scenarioId, versionId };
    },

    /** What somebody does in the shop, now unless said otherwise. */
    async does(subjectId: string, type: Activity["type"], more: Partial<Activity> = {}, of: ShopRow = shop): Promise<Activity> {
      acts += 1;
      const activity: Activity = { key: `fact-${acts}`, subjectId, type, at: clock.now(), ...more };
      await db.write((tx) => takeActivities(tx, { now: clock.now(), newId, log }, of, [activity]));
      return activity;
    },

    take: (activities: Activity[], of: ShopRow = shop) => db.write((tx) => takeActivities(tx, { now: clock.now(), newId, log }, of, activities)),

    /** Does all that is due now. */
    async settle(): Promise<void> {
      await exhaustWork(works.schedules);
      await exhaustWork(works.watches);
      await exhaustWork(works.clocks);
      await exhaustWork(works.runs);
    },

    fold: () => exhaustWork(works.counters),

    /** Moves the clock from due instant to due instant, doing what falls due. */
    async advance(ms: number): Promise<void> {
      const target = clock.now() + ms;
      for (;;) {
        await this.settle();
        const dues = (await Promise.all([works.schedules.nextDueAt(), works.watches.nextDueAt(), works.clocks.nextDueAt(), works.runs.nextDueAt()])).filter((due) => due !== null);
        const next = Math.min(...dues);
        if (next > target) break;
        if (next > clock.now()) clock.set(next, true);
        else break;
      }
      clock.set(target, true);
      await this.settle();
    },

    /** The sender's part: every queued message gets this outcome. */
    async hand(status: "handed-over" | "failed" | "suppressed" = "handed-over", of: ShopRow = shop): Promise<string[]> {
      const effects = await db.write((tx) => handOver(tx, of.id, clock.now(), status));
      await this.settle();
      return effects;
    },

    /** A segment of those who carry the tag. */
    async addTagSegment(id: string, tag: string, of: ShopRow = shop): Promise<string> {
      const definition = { match: "all", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag }] }] };
      await db.write((tx) => tx.forShop(of.id).insertInto("Segment").values({ shopId: of.id, id, name: id, nameInUse: id, definition: JSON.stringify(definition), createdAt: T0, updatedAt: T0, deletedAt: null }).execute());
      return id;
    },

    /** Tags as Shopify tells of them, now unless said otherwise. */
    tagged: (customerId: string, tags: readonly string[], at: Instant = clock.now(), of: ShopRow = shop) => db.write((tx) => addTags(tx, { now: clock.now(), newId, log }, of.id, customerId, tags, at)),

    runs: (of: ShopRow = shop) => db.forShop(of.id).selectFrom("Run").selectAll().orderBy("enteredAt").orderBy("id").execute(),
    visits: (of: ShopRow = shop) => db.forShop(of.id).selectFrom("StepVisit").selectAll().orderBy("runId").orderBy("seq").execute(),
    messages: (of: ShopRow = shop) => db.forShop(of.id).selectFrom("Message").selectAll().orderBy("effectId").execute(),
    decisions: (of: ShopRow = shop) => db.forShop(of.id).selectFrom("EntryDecision").selectAll().orderBy("at").orderBy("id").execute(),
    clocks: (of: ShopRow = shop) => db.forShop(of.id).selectFrom("IdleClock").selectAll().orderBy("subjectId").execute(),

    /** Runs by metric, over the whole shop: `{ started: 2, removed: 1 }`. */
    async counts(of: ShopRow = shop): Promise<Record<string, number>> {
      const rows = await readCounts(db, of.id, []);
      return Object.fromEntries(rows.filter(({ value }) => value !== 0).map(({ metric, value }) => [metric, value]));
    },
  };
}

export type EngineWorld = Awaited<ReturnType<typeof openEngineWorld>>;

export async function handOver(tx: WriteStatements, shopId: number, now: Instant, status: "handed-over" | "failed" | "suppressed"): Promise<string[]> {
  const handed = await tx.forShop(shopId).updateTable("Message").set({ status, dueAt: null, handedOverAt: status === "handed-over" ? now : null })
    .where("status", "=", "queued").returning(["runId", "effectId"]).execute();
  await wakeRunsAfterOutcome(tx, shopId, now, handed.map(({ runId }) => runId));
  return handed.map(({ effectId }) => effectId);
}

/** The counters, as readers see them, say what a recount from the rows says: by version, step, reason and day. */
export async function expectCountsAgree(db: Database, shopId: number): Promise<void> {
  const line = (row: { scenarioId: string; versionId: string; stepId: string; channel: string; reason: string; metric: string; day: string; value: number }) =>
    [row.scenarioId, row.versionId, row.stepId, row.channel, row.reason, row.metric, row.day, row.value].join(" ");
  // What the sender counts is not the engine's; worlds without a sender have none of it.
  const counted = await readCounts(db, shopId, ["scenarioId", "versionId", "stepId", "channel", "reason", "day"]);
  const told = (await recount(db, shopId)).filter(({ metric }) => metric !== "sent");
  expect(counted.filter(({ value }) => value !== 0).map(line).sort()).toEqual(told.map(line).sort());
}

async function addShop(db: Database, domain: string): Promise<ShopRow> {
  return db.write((tx) => tx.acrossShops.insertInto("Shop").values({
    domain, shopifyId: "1", name: "Shop", email: "shop@example.com", currency: "EUR", timeZone: "Europe/Warsaw", locale: "en", senderName: "Shop", senderEmail: "shop@example.com",
    senderVerifiedAt: T0, clickWindowDays: 5, openWindowDays: 1, proxyPath: "/apps/scenarios", installedAt: T0, uninstalledAt: null,
  }).returningAll().executeTakeFirstOrThrow());
}

/** A newsletter that is kept in step with Shopify and text messages that are not, both granted before. */
export async function addConsents(db: Database, shopId: number, customerIds: readonly string[]): Promise<void> {
  const definitions = [{ id: "c-news", key: "newsletter", name: "Newsletter", channels: '["email"]', shopify: "email" }, { id: "c-sms", key: "sms", name: "Texts", channels: '["sms"]', shopify: null }];
  await db.write(async (tx) => {
    await tx.forShop(shopId).insertInto("Consent").values(definitions.map((definition) => ({ shopId, ...definition }))).execute();
    await tx.forShop(shopId).insertInto("CustomerConsent").values(customerIds.flatMap((customerId) => definitions.map(({ id }) => (
      { shopId, customerId, consentId: id, state: "granted", changedAt: T0 - MINUTE, source: "import", evidence: null })))).execute();
  });
}

interface NewCustomer {
  ordersCount?: number;
  totalSpentMinor?: number;
  shopifyId?: string | null;
}

async function addCustomer(db: Database, shopId: number, id: string, { ordersCount = 0, totalSpentMinor = 0, shopifyId = null }: NewCustomer): Promise<string> {
  await db.write((tx) => tx.forShop(shopId).insertInto("Customer").values({
    shopId, id, shopifyId, email: `${id}@example.com`, firstName: id, lastName: "Example", ordersCount, totalSpentMinor, currency: "EUR", createdAt: T0, updatedAt: T0,
  }).execute());
  return id;
}

/** Idle 60 minutes after opening the cart, then an e-mail, a wait of a day, and a second e-mail. */
export function cartSeries(change: Partial<ScenarioDefinition["settings"]["reentry"]> & { onPage?: ScenarioDefinition["settings"]["exits"]["onPage"] } = {}): ScenarioDefinition {
  const { onPage = [], ...reentry } = change;
  return {
    format: 1,
    settings: { reentry: { whileInside: "new-instance", afterEnd: "always", minIntervalHours: 24, ...reentry }, exits: { onOrder: true, onPage } },
    entryPoints: [{ id: "cart", type: "cart-abandonment", version: 1, config: { variant: "opened-not-checkout", idleMinutes: 60 } }],
    firstStepId: "reminder",
    steps: [emailNode("reminder", "wait"), delayNode("wait", "second"), emailNode("second", null)],
  };
}

export const emailConfig = { subject: "Your cart", preheader: "", body: "<p>Hello</p>", consent: "newsletter", transactional: false, transactionalReason: "", onFailure: "continue" };

export function emailNode(id: string, next: string | null) {
  return { id, type: "send-email", version: 1, config: emailConfig, next: { next } };
}

export function tagNode(type: "add-tag" | "remove-tag", id: string, next: string | null, tag = "waited") {
  return { id, type, version: 1, config: { tag }, next: { next } };
}

export function delayNode(id: string, next: string | null, config: unknown = { mode: "for", amount: 1, unit: "days" }) {
  return { id, type: "delay", version: 1, config, next: { next } };
}
