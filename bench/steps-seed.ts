import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Database } from "../app/adapters/db/database.server.ts";
import { insertRows } from "../app/adapters/db/insert-rows.server.ts";
import { newId } from "../app/adapters/db/new-id.server.ts";
import { openSqliteDatabase } from "../app/adapters/db/sqlite-database.server.ts";
import { DAY, type Instant } from "../app/domain/instant.ts";
import type { ScenarioDefinition } from "../app/domain/scenario/definition.ts";

export const BENCH_NOW: Instant = Date.parse("2026-06-10T10:00:00Z");
const ENTERED = BENCH_NOW - DAY;

const node = (id: string, type: string, config: unknown, next: Record<string, string | null>) => ({ id, type, version: 1, config, next });
const email = { subject: "Your cart", preheader: "", body: "<p>Hello {{ customer.first_name }}</p>", consent: "newsletter", transactional: false, transactionalReason: "", onFailure: "continue" };
const tagged = { match: "all", groups: [{ match: "any", conditions: [{ fact: "tag", operator: "has", tag: "vip" }, { fact: "total-spent", operator: "at-least", amountMinor: 50_000 }] }] };

/** A wait that is over, a split by tag and spending, and an e-mail on each way. */
const definition: ScenarioDefinition = {
  format: 1,
  settings: { reentry: { whileInside: "new-instance", afterEnd: "always", minIntervalHours: 24 }, exits: { onOrder: true, onPage: [] } },
  entryPoints: [{ id: "cart", type: "cart-abandonment", version: 1, config: { variant: "opened-not-checkout", idleMinutes: 60 } }],
  firstStepId: "wait",
  steps: [
    node("wait", "delay", { mode: "for", amount: 1, unit: "days" }, { next: "split" }),
    node("split", "split", { branches: [{ id: "vip", name: "VIP", segment: tagged }] }, { vip: "thanks", "everyone-else": "reminder" }),
    node("thanks", "send-email", email, { next: null }),
    node("reminder", "send-email", email, { next: null }),
  ],
};

/** A database of the app with one shop, whose `runs` customers each stand in a wait that is over now. Answers its file. */
export async function seedSteps(folder: string, runs: number): Promise<string> {
  const url = `file:${folder}/seeded.db`;
  execFileSync("prisma", ["migrate", "deploy"], { cwd: fileURLToPath(new URL("..", import.meta.url)), env: { ...process.env, DATABASE_URL: url }, stdio: "pipe" });
  const db = openSqliteDatabase(url);
  const { shopId, scenarioId, versionId } = await seedScenario(db);
  for (let start = 0; start < runs; start += 5_000) {
    const people = Array.from({ length: Math.min(5_000, runs - start) }, (_, index) => ({ customerId: newId(), runId: newId(), number: start + index }));
    await db.write(async ({ acrossShops }) => {
      await insertRows(acrossShops, "Customer", people.map(({ customerId, number }) => ({
        shopId, id: customerId, email: `${number}@example.com`, firstName: "Ola", lastName: "Nowak", ordersCount: number % 7, totalSpentMinor: (number % 10) * 10_000, currency: "EUR", createdAt: ENTERED, updatedAt: ENTERED,
      })));
      await insertRows(acrossShops, "CustomerTag", people.map(({ customerId, number }) => ({ shopId, customerId, tag: number % 5 === 0 ? "vip" : "regular", addedAt: ENTERED, source: "shopify" })));
      await insertRows(acrossShops, "Run", people.map(({ customerId, runId, number }) => ({
        shopId, id: runId, scenarioId, versionId, customerId, activeKey: runId, factKey: `fact-${number}`, entryPointId: "cart", status: "active", stepId: "wait",
        dueAt: BENCH_NOW, enteredAt: ENTERED, enteredStepAt: ENTERED, heldMs: 0, seq: 1, recovered: 0, context: JSON.stringify({ at: ENTERED, cartToken: `cart-${number}` }),
      })));
      const counted = { shopId, scenarioId, versionId, channel: "", reason: "", day: "2026-06-09", value: people.length };
      await insertRows(acrossShops, "CounterDelta", [{ ...counted, id: newId(), stepId: "", metric: "started" }, { ...counted, id: newId(), stepId: "wait", metric: "arrived" }]);
    });
  }
  await db.close();
  return `${folder}/seeded.db`;
}

async function seedScenario(db: Database): Promise<{ shopId: number; scenarioId: string; versionId: string }> {
  const [scenarioId, versionId] = [newId(), newId()];
  const text = JSON.stringify(definition);
  return db.write(async ({ acrossShops }) => {
    const { id: shopId } = await acrossShops.insertInto("Shop").values({
      domain: "bench.myshopify.com", shopifyId: "1", name: "Bench", email: "owner@example.com", currency: "EUR", timeZone: "Europe/Warsaw", locale: "en", senderName: "Bench",
      senderEmail: "hello@example.com", senderVerifiedAt: ENTERED, clickWindowDays: 5, openWindowDays: 1, proxyPath: "/apps/scenarios", installedAt: ENTERED,
    }).returning("id").executeTakeFirstOrThrow();
    await acrossShops.insertInto("Scenario").values({
      shopId, id: scenarioId, name: "Abandoned cart", status: "active", definition: text, revision: 1, versionId, firstActivatedAt: ENTERED, activatedAt: ENTERED, createdAt: ENTERED, updatedAt: ENTERED,
    }).execute();
    await acrossShops.insertInto("ScenarioVersion").values({ shopId, id: versionId, scenarioId, number: 1, definition: text, publishedAt: ENTERED }).execute();
    return { shopId, scenarioId, versionId };
  });
}
