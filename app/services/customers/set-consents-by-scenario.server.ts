import type { WriteStatements } from "~/adapters/db/database.server";
import { chunksOf } from "~/services/chunks-of";
import { isShopifyChannel, knownToShopify, queueShopifyWrites } from "~/services/shopify/queue-shopify-write.server";
import type { WriteDeps } from "~/services/write-deps";
import { recordConsents } from "./record-consents.server";

/** Somebody whose consent a scenario sets. */
export interface SetConsent {
  customerId: string;
  /** Key of the consent; one that the shop has no more is passed over. */
  consent: string;
  state: "granted" | "withdrawn";
  scenarioId: string;
  versionId: string;
  runId: string;
  stepId: string;
}

/**
 * Grants and withdraws single consents of customers (R24), in the order of the list. The evidence names the scenario as
 * it is called now, its version and the step. Shopify hears of those for whom it is news; the caller wakes "shopify-writes".
 */
export async function setConsentsByScenario(tx: WriteStatements, deps: WriteDeps, shopId: number, wishes: readonly SetConsent[]): Promise<void> {
  if (wishes.length === 0) return;
  const at = deps.now;
  const own = tx.forShop(shopId);
  const last = [...new Map(wishes.map((wish) => [`${wish.customerId} ${wish.consent}`, wish])).values()];
  const scenarios = await own.selectFrom("Scenario").select(["id", "name"]).where("id", "in", [...new Set(last.map(({ scenarioId }) => scenarioId))]).execute();
  const names = new Map(scenarios.map(({ id, name }) => [id, name]));
  const consents = await own.selectFrom("Consent").select(["id", "key", "shopify"]).where("key", "in", [...new Set(last.map(({ consent }) => consent))]).orderBy("id").execute();
  for (const consent of consents) {
    const of = last.filter((wish) => wish.consent === consent.key);
    const channel = consent.shopify;
    const before = isShopifyChannel(channel) ? await statesOf(tx, shopId, consent.id, of.map(({ customerId }) => customerId)) : new Map();
    await recordConsents(tx, deps, shopId, consent.id, of.map(({ customerId, state, scenarioId, versionId, runId, stepId }) => ({
      customerId, state, at, source: "scenario", text: null, evidence: JSON.stringify({ scenario: names.get(scenarioId) ?? "", scenarioId, versionId, runId, stepId }),
    })));
    if (!isShopifyChannel(channel)) continue;
    const inShopify = await knownToShopify(tx, shopId, of.map(({ customerId }) => customerId));
    const news = of.filter(({ customerId, state }) => inShopify.has(customerId) && before.get(customerId) !== state);
    await queueShopifyWrites(tx, shopId, news.map(({ customerId, state }) => ({ kind: `${channel}-consent` as const, subjectId: customerId, payload: { state, at } })), at);
  }
}

async function statesOf(tx: WriteStatements, shopId: number, consentId: string, customerIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const states = new Map<string, string>();
  for (const ids of chunksOf(customerIds, 500)) {
    const rows = await tx.forShop(shopId).selectFrom("CustomerConsent").select(["customerId", "state"]).where("consentId", "=", consentId).where("customerId", "in", ids).execute();
    for (const { customerId, state } of rows) states.set(customerId, state);
  }
  return states;
}
