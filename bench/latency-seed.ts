import type { Database } from "../app/adapters/db/database.server.ts";
import { insertRows } from "../app/adapters/db/insert-rows.server.ts";
import { newId } from "../app/adapters/db/new-id.server.ts";
import { HOUR, type Instant } from "../app/domain/instant.ts";
import type { ScenarioDefinition } from "../app/domain/scenario/definition.ts";
import { shopDay } from "../app/domain/schedule/shop-day.ts";

const body = `<p>Dear {{ customer.first_name | default: "friend" }},</p><p>you left something in your cart. It is still here for you, and so are we: answer this e-mail if anything is unclear.</p><p><a href="https://bench.example/cart">Back to your cart</a></p>`;

/** An hour's wait, then an e-mail. */
const definition: ScenarioDefinition = {
  format: 1,
  settings: { reentry: { whileInside: "new-instance", afterEnd: "always", minIntervalHours: 24 }, exits: { onOrder: true, onPage: [] } },
  entryPoints: [{ id: "cart", type: "cart-abandonment", version: 1, config: { variant: "opened-not-checkout", idleMinutes: 60 } }],
  firstStepId: "wait",
  steps: [
    { id: "wait", type: "delay", version: 1, config: { mode: "for", amount: 1, unit: "hours" }, next: { next: "mail" } },
    { id: "mail", type: "send-email", version: 1, config: { subject: "{{ customer.first_name }}, your cart", preheader: "It is still here", body, consent: "newsletter", transactional: false, transactionalReason: "", onFailure: "continue" }, next: { next: null } },
  ],
};

/** A shop whose customers' waits end one after the other, `every` milliseconds, from `first` on. */
export async function seedLatency(db: Database, first: Instant, messages: number, every: number): Promise<{ shopId: number; due: [to: string, dueAt: Instant][] }> {
  const [scenarioId, versionId, consentId] = [newId(), newId(), newId()];
  const text = JSON.stringify(definition);
  const shopId = await db.write(async ({ acrossShops }) => {
    const { id } = await acrossShops.insertInto("Shop").values({
      domain: "bench.myshopify.com", shopifyId: "1", name: "Bench", email: "owner@example.com", currency: "EUR", timeZone: "Europe/Warsaw", locale: "en", senderName: "Bench",
      senderEmail: "hello@bench.example", senderVerifiedAt: first, clickWindowDays: 5, openWindowDays: 1, proxyPath: "/apps/scenarios", installedAt: first,
    }).returning("id").executeTakeFirstOrThrow();
    await acrossShops.insertInto("Consent").values({ shopId: id, id: consentId, key: "newsletter", name: "Newsletter", channels: `["email"]` }).execute();
    await acrossShops.insertInto("Scenario").values({
      shopId: id, id: scenarioId, name: "Abandoned cart", status: "active", definition: text, revision: 1, versionId, firstActivatedAt: first - HOUR, activatedAt: first - HOUR, createdAt: first - HOUR, updatedAt: first - HOUR,
    }).execute();
    await acrossShops.insertInto("ScenarioVersion").values({ shopId: id, id: versionId, scenarioId, number: 1, definition: text, publishedAt: first - HOUR }).execute();
    return id;
  });

  const people = Array.from({ length: messages }, (_, index) => ({ customerId: newId(), runId: newId(), email: `customer-${index}@example.com`, dueAt: Math.round(first + index * every) }));
  const counted = { shopId, scenarioId, versionId, channel: "", reason: "", day: shopDay(first - HOUR, "Europe/Warsaw"), value: messages };
  await db.write(async ({ acrossShops }) => {
    await insertRows(acrossShops, "Customer", people.map(({ customerId, email, dueAt }) => ({
      shopId, id: customerId, email, firstName: "Ola", lastName: "Nowak", ordersCount: 1, totalSpentMinor: 5_000, currency: "EUR", createdAt: dueAt - HOUR, updatedAt: dueAt - HOUR,
    })));
    await insertRows(acrossShops, "CustomerConsent", people.map(({ customerId, dueAt }) => ({ shopId, customerId, consentId, state: "granted", changedAt: dueAt - HOUR, source: "shopify" })));
    await insertRows(acrossShops, "Run", people.map(({ customerId, runId, dueAt }) => ({
      shopId, id: runId, scenarioId, versionId, customerId, activeKey: runId, factKey: `fact-${customerId}`, entryPointId: "cart", status: "active", stepId: "wait",
      dueAt, enteredAt: dueAt - HOUR, enteredStepAt: dueAt - HOUR, heldMs: 0, seq: 1, recovered: 0, context: JSON.stringify({ at: dueAt - HOUR }),
    })));
    await insertRows(acrossShops, "CounterDelta", [{ ...counted, id: newId(), stepId: "", metric: "started" }, { ...counted, id: newId(), stepId: "wait", metric: "arrived" }]);
  });
  return { shopId, due: people.map(({ email, dueAt }) => [email, dueAt]) };
}
