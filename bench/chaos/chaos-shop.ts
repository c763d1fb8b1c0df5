import type { Database } from "../../app/adapters/db/database.server.ts";
import { insertRows } from "../../app/adapters/db/insert-rows.server.ts";
import { newId } from "../../app/adapters/db/new-id.server.ts";
import { DAY, type Instant } from "../../app/domain/instant.ts";
import type { ScenarioDefinition } from "../../app/domain/scenario/definition.ts";

export const DOMAIN = "chaos.myshopify.com";
export const TIME_ZONE = "Europe/Warsaw";
export const FIRST_MAIL = "mail-a";
export const SECOND_MAIL = "mail-b";

const mail = (subject: string) => ({ subject, preheader: "", body: `<p>Dear {{ customer.first_name }}, your cart waits. <a href="https://chaos.example/cart">Back to it</a></p>`, consent: "newsletter", transactional: false, transactionalReason: "", onFailure: "continue" });

/** An idle hour, three hours of waiting (the night in which the clock is set back lies between), a message; then two ways, one with a second message at six in the morning. */
const definition: ScenarioDefinition = {
  format: 1,
  settings: { reentry: { whileInside: "new-instance", afterEnd: "always", minIntervalHours: 24 }, exits: { onOrder: true, onPage: [] } },
  entryPoints: [{ id: "cart", type: "cart-abandonment", version: 1, config: { variant: "opened-not-checkout", idleMinutes: 60 } }],
  firstStepId: "wait",
  steps: [
    { id: "wait", type: "delay", version: 1, config: { mode: "for", amount: 3, unit: "hours" }, next: { next: FIRST_MAIL } },
    { id: FIRST_MAIL, type: "send-email", version: 1, config: mail("First"), next: { next: "was-sent" } },
    { id: "was-sent", type: "condition", version: 1, config: { about: "message", stepId: FIRST_MAIL, was: "sent" }, next: { yes: "halves", no: null } },
    { id: "halves", type: "random-split", version: 1, config: { branches: [{ id: "half", name: "Half", percent: 50 }, { id: "rest", name: "Rest", percent: 50 }] }, next: { half: "until-six", rest: null } },
    { id: "until-six", type: "delay", version: 1, config: { mode: "until-time", time: "06:00" }, next: { next: SECOND_MAIL } },
    { id: SECOND_MAIL, type: "send-email", version: 1, config: mail("Second"), next: { next: null } },
  ],
};

/** Shopify's id of the customer with this number. */
export const shopifyIdOf = (index: number): string => String(1_000_000 + index);
export const emailOf = (index: number): string => `customer-${index}@example.com`;

/** A shop with one active scenario and so many customers who have agreed to e-mail, all from before `now`. */
export async function seedChaosShop(db: Database, customers: number, now: Instant): Promise<number> {
  const [scenarioId, versionId, consentId] = [newId(), newId(), newId()];
  const text = JSON.stringify(definition);
  const before = now - DAY;
  const shopId = await db.write(async ({ acrossShops }) => {
    const { id } = await acrossShops.insertInto("Shop").values({
      domain: DOMAIN, shopifyId: "1", name: "Chaos", email: "owner@example.com", currency: "EUR", timeZone: TIME_ZONE, locale: "en", senderName: "Chaos",
      senderEmail: "hello@chaos.example", senderVerifiedAt: before, clickWindowDays: 5, openWindowDays: 1, proxyPath: "/apps/scenarios", installedAt: before,
    }).returning("id").executeTakeFirstOrThrow();
    await acrossShops.insertInto("Consent").values({ shopId: id, id: consentId, key: "newsletter", name: "Newsletter", channels: `["email"]`, shopify: "email" }).execute();
    await acrossShops.insertInto("Scenario").values({
      shopId: id, id: scenarioId, name: "Chaos", status: "active", definition: text, revision: 1, versionId, firstActivatedAt: before, activatedAt: before, createdAt: before, updatedAt: before,
    }).execute();
    await acrossShops.insertInto("ScenarioVersion").values({ shopId: id, id: versionId, scenarioId, number: 1, definition: text, publishedAt: before }).execute();
    return id;
  });
  const people = Array.from({ length: customers }, (_, index) => ({ id: newId(), shopifyId: shopifyIdOf(index), email: emailOf(index) }));
  await db.write(async ({ acrossShops }) => {
    await insertRows(acrossShops, "Customer", people.map(({ id, shopifyId, email }) => ({
      shopId, id, shopifyId, email, firstName: "Ola", lastName: "Nowak", ordersCount: 0, totalSpentMinor: 0, currency: "EUR", createdAt: before, updatedAt: before,
    })));
    await insertRows(acrossShops, "CustomerConsent", people.map(({ id }) => ({ shopId, customerId: id, consentId, state: "granted", changedAt: before, source: "shopify" })));
  });
  return shopId;
}
