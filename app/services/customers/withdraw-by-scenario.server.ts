import type { WriteStatements } from "~/adapters/db/database.server";
import type { UnsubscribedFrom } from "~/domain/engine/customer-change";
import { chunksOf } from "~/services/chunks-of";
import { isShopifyChannel, knownToShopify, queueShopifyWrites } from "~/services/shopify/queue-shopify-write.server";
import type { WriteDeps } from "~/services/write-deps";
import { consentsPermitting, recordConsents } from "./record-consents.server";

/** Somebody whom a scenario unsubscribes. */
export interface Unsubscribed {
  customerId: string;
  from: UnsubscribedFrom;
  scenarioId: string;
  runId: string;
  stepId: string;
}

/**
 * Withdraws consents of customers whom scenarios unsubscribe (R29), also where one was never asked, so that nothing said
 * before counts any more. The evidence names the scenario as it is called now. Shopify hears of those who were not
 * unsubscribed already; the caller wakes "shopify-writes" after the transaction and counts.
 */
export async function withdrawConsentsByScenario(tx: WriteStatements, deps: WriteDeps, shopId: number, people: readonly Unsubscribed[]): Promise<void> {
  if (people.length === 0) return;
  const at = deps.now;
  const own = tx.forShop(shopId);
  const scenarios = await own.selectFrom("Scenario").select(["id", "name"]).where("id", "in", [...new Set(people.map(({ scenarioId }) => scenarioId))]).execute();
  const names = new Map(scenarios.map(({ id, name }) => [id, name]));
  const inShopify = await knownToShopify(tx, shopId, [...new Set(people.map(({ customerId }) => customerId))]);
  for (const [from, of] of Map.groupBy(people, (each) => each.from)) {
    const once = [...new Map(of.map((each) => [each.customerId, each])).values()];
    for (const consent of await consentsPermitting(tx, shopId, from)) {
      const channel = consent.shopify;
      const before = isShopifyChannel(channel) ? await unsubscribedAlready(tx, shopId, consent.id, once.map(({ customerId }) => customerId)) : new Set();
      await recordConsents(tx, deps, shopId, consent.id, once.map(({ customerId, scenarioId, runId, stepId }) => ({
        customerId, state: "withdrawn", at, source: "scenario", text: null, evidence: JSON.stringify({ scenario: names.get(scenarioId) ?? "", scenarioId, runId, stepId }),
      })));
      if (!isShopifyChannel(channel)) continue;
      const fresh = once.filter(({ customerId }) => inShopify.has(customerId) && !before.has(customerId));
      await queueShopifyWrites(tx, shopId, fresh.map(({ customerId }) => ({ kind: `${channel}-consent` as const, subjectId: customerId, payload: { state: "withdrawn", at } })), at);
    }
  }
}

async function unsubscribedAlready(tx: WriteStatements, shopId: number, consentId: string, customerIds: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const ids of chunksOf(customerIds, 500)) {
    const rows = await tx.forShop(shopId).selectFrom("CustomerConsent").select("customerId").where("consentId", "=", consentId).where("state", "=", "withdrawn").where("customerId", "in", ids).execute();
    for (const { customerId } of rows) found.add(customerId);
  }
  return found;
}
