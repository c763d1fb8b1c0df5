import type { Database } from "../../app/adapters/db/database.server.ts";
import { insertRows } from "../../app/adapters/db/insert-rows.server.ts";
import { newId } from "../../app/adapters/db/new-id.server.ts";
import { DAY, type Instant } from "../../app/domain/instant.ts";
import type { ScenarioDefinition } from "../../app/domain/scenario/definition.ts";
import { shopDay } from "../../app/domain/schedule/shop-day.ts";

const TIME_ZONE = "Europe/Warsaw";
const PIECE = 5_000;
export const ENTRY_POINT = "cart";

export const node = (id: string, type: string, config: unknown, next: Record<string, string | null>) => ({ id, type, version: 1, config, next });
export const email = (subject: string) => ({ subject, preheader: "", body: "<p>Dear {{ customer.first_name }}, your cart waits.</p>", consent: "newsletter", transactional: false, transactionalReason: "", onFailure: "continue" });
export const oneHour = { mode: "for", amount: 1, unit: "hours" };

/** A scenario for opened carts, an hour idle, with these steps, the first of which is where it begins. */
export function scenarioOf(steps: ScenarioDefinition["steps"]): ScenarioDefinition {
  return {
    format: 1,
    settings: { reentry: { whileInside: "new-instance", afterEnd: "always", minIntervalHours: 24 }, exits: { onOrder: true, onPage: [] } },
    entryPoints: [{ id: ENTRY_POINT, type: "cart-abandonment", version: 1, config: { variant: "opened-not-checkout", idleMinutes: 60 } }],
    firstStepId: steps[0]?.id ?? null,
    steps,
  };
}

export interface StagedShop {
  shopId: number;
  scenarioId: string;
  versionId: string;
  domain: string;
}

/** A shop with one active scenario and one consent, all from a day before `now`. */
export async function stageShop(db: Database, name: string, definition: ScenarioDefinition, now: Instant): Promise<StagedShop & { consentId: string }> {
  const [scenarioId, versionId, consentId] = [newId(), newId(), newId()];
  const text = JSON.stringify(definition);
  const before = now - DAY;
  const domain = `${name}.myshopify.com`;
  const shopId = await db.write(async ({ acrossShops }) => {
    const { id } = await acrossShops.insertInto("Shop").values({
      domain, shopifyId: name, name, email: `owner@${name}.example`, currency: "EUR", timeZone: TIME_ZONE, locale: "en", senderName: name,
      senderEmail: `hello@${name}.example`, senderVerifiedAt: before, clickWindowDays: 5, openWindowDays: 1, proxyPath: "/apps/scenarios", installedAt: before,
    }).returning("id").executeTakeFirstOrThrow();
    await acrossShops.insertInto("Consent").values({ shopId: id, id: consentId, key: "newsletter", name: "Newsletter", channels: `["email"]`, shopify: "email" }).execute();
    await acrossShops.insertInto("Scenario").values({
      shopId: id, id: scenarioId, name, status: "active", definition: text, revision: 1, versionId, firstActivatedAt: before, activatedAt: before, createdAt: before, updatedAt: before,
    }).execute();
    await acrossShops.insertInto("ScenarioVersion").values({ shopId: id, id: versionId, scenarioId, number: 1, definition: text, publishedAt: before }).execute();
    return id;
  });
  return { shopId, scenarioId, versionId, domain, consentId };
}

/** Customers who agreed to e-mail; answers their ids in order. Customer n is Shopify's `firstShopifyId` + n. */
export async function stageCustomers(db: Database, { shopId, consentId, domain }: StagedShop & { consentId: string }, count: number, now: Instant): Promise<string[]> {
  const before = now - DAY;
  const ids: string[] = [];
  for (let start = 0; start < count; start += PIECE) {
    const people = Array.from({ length: Math.min(PIECE, count - start) }, (_, index) => ({ id: newId(), number: start + index }));
    await db.write(async ({ acrossShops }) => {
      await insertRows(acrossShops, "Customer", people.map(({ id, number }) => ({
        shopId, id, shopifyId: String(1_000_000 + number), email: `${number}@${domain}`, firstName: "Ola", lastName: "Nowak", ordersCount: number % 7, totalSpentMinor: 0, currency: "EUR", createdAt: before, updatedAt: before,
      })));
      await insertRows(acrossShops, "CustomerConsent", people.map(({ id }) => ({ shopId, customerId: id, consentId, state: "granted", changedAt: before, source: "shopify" })));
    });
    ids.push(...people.map(({ id }) => id));
  }
  return ids;
}

/** The browser in which each customer once logged in; answers their ids in the same order. */
export async function stageVisitors(db: Database, shopId: number, customerIds: readonly string[], now: Instant): Promise<string[]> {
  const visitors = customerIds.map((customerId) => ({ shopId, id: newId(), customerId, identifiedBy: "login", identifiedAt: now - DAY, firstSeenAt: now - DAY, lastSeenAt: now - DAY }));
  for (let start = 0; start < visitors.length; start += PIECE) await db.write(({ acrossShops }) => insertRows(acrossShops, "Visitor", visitors.slice(start, start + PIECE)));
  return visitors.map(({ id }) => id);
}

/** One run a customer, each standing in `stepId` since `since` until its `dueAt`. */
export async function stageRuns(db: Database, { shopId, scenarioId, versionId }: StagedShop, stepId: string, people: readonly { customerId: string; dueAt: Instant }[], since: Instant): Promise<void> {
  for (let start = 0; start < people.length; start += PIECE) {
    const piece = people.slice(start, start + PIECE);
    await db.write(async ({ acrossShops }) => {
      await insertRows(acrossShops, "Run", piece.map(({ customerId, dueAt }) => {
        const id = newId();
        return {
          shopId, id, scenarioId, versionId, customerId, activeKey: id, factKey: `fact-${id}`, entryPointId: ENTRY_POINT, status: "active", stepId, dueAt,
          enteredAt: since, enteredStepAt: since, heldMs: 0, seq: 1, recovered: 0, context: JSON.stringify({ at: since }),
        };
      }));
      const counted = { shopId, scenarioId, versionId, channel: "", reason: "", day: shopDay(since, TIME_ZONE), value: piece.length };
      await insertRows(acrossShops, "CounterDelta", [{ ...counted, id: newId(), stepId: "", metric: "started" }, { ...counted, id: newId(), stepId, metric: "arrived" }]);
    });
  }
}
