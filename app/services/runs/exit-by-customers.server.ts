import type { WriteStatements } from "~/adapters/db/database.server";
import type { RemovalReason } from "~/domain/engine/run";
import type { ScenarioSettings } from "~/domain/scenario/definition";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import { inSegment } from "~/domain/segment/in-segment";
import { isTouched, needsOf } from "~/domain/segment/needs-of";
import { activeScenarios, type ActiveScenario } from "~/runtime/runs/active-scenarios.server";
import { BatchFacts } from "~/runtime/runs/load-facts.server";
import { chunksOf } from "~/services/chunks-of";
import type { CustomerChanged } from "~/services/customers/customers-changed.server";
import type { WriteDeps } from "~/services/write-deps";
import { endRuns } from "./end-runs.server";

type Exits = ScenarioSettings["exits"];
type Reason = Extract<RemovalReason, "tag-added" | "consent-withdrawn" | "segment-left">;

/**
 * R8: changes of customers end runs: a tag was added, a consent withdrawn, the customer is no longer in the segment. A tag or a
 * consent from before the run began ends nothing, however late it is told; the segment is asked as things stand. Scenarios that are not active let nobody go.
 */
export async function exitByCustomers(tx: WriteStatements, deps: WriteDeps, shopId: number, changes: readonly CustomerChanged[]): Promise<void> {
  const scenarios = (await activeScenarios(tx, shopId, deps.log)).filter(({ compiled }) => concerns(compiled.settings.exits, changes));
  if (scenarios.length === 0) return;
  const byScenario = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const byCustomer = Map.groupBy(changes, ({ customerId }) => customerId);
  const shop = await tx.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", shopId).executeTakeFirstOrThrow();
  const keys = await consentKeys(tx, shopId, changes);
  for (const people of chunksOf([...byCustomer.keys()], 500)) {
    const runs = await tx.forShop(shopId).selectFrom("Run").select(["id", "scenarioId", "customerId", "context", "enteredAt"])
      .where("customerId", "in", people).where("status", "=", "active").where("scenarioId", "in", scenarios.map(({ id }) => id)).execute();
    if (runs.length === 0) continue;
    const facts = new BatchFacts(tx, shop, runs, deps.now);
    await facts.load(needsOf(scenarios.flatMap(({ compiled }) => compiled.settings.exits.whileIn ?? [])));
    const ended = runs.flatMap((run) => {
      const exits = byScenario.get(run.scenarioId)?.compiled.settings.exits;
      const began = (JSON.parse(run.context) as TriggerContext).at ?? run.enteredAt;
      const since = (byCustomer.get(run.customerId) ?? []).filter(({ at }) => at >= began);
      const reason = exits && (since.flatMap((change) => reasonOf(exits, change, keys) ?? [])[0] ?? (exits.whileIn && !inSegment(exits.whileIn, facts.of(run), deps.now) ? "segment-left" as const : null));
      return reason ? [{ id: run.id, reason }] : [];
    });
    for (const [reason, of] of Map.groupBy(ended, (end) => end.reason)) {
      for (const piece of chunksOf(of, 500)) await endRuns(tx, deps, shop, piece.map(({ id }) => id), reason);
    }
  }
}

function concerns({ whileIn, onTag = [], onConsentWithdrawn = [] }: ActiveScenario["compiled"]["settings"]["exits"], changes: readonly CustomerChanged[]): boolean {
  const needs = whileIn ? needsOf([whileIn]) : [];
  return changes.some(({ need, tagAdded, consentWithdrawn }) =>
    needs.some((each) => isTouched(each, need)) || (tagAdded !== undefined && onTag.length > 0) || (consentWithdrawn !== undefined && onConsentWithdrawn.length > 0));
}

function reasonOf({ onTag = [], onConsentWithdrawn = [] }: Exits, { tagAdded, consentWithdrawn }: CustomerChanged, keys: ReadonlyMap<string, string>): Reason | null {
  if (tagAdded !== undefined && onTag.some((tag) => tag.toLowerCase() === tagAdded.toLowerCase())) return "tag-added";
  if (consentWithdrawn !== undefined && onConsentWithdrawn.includes(keys.get(consentWithdrawn) ?? "")) return "consent-withdrawn";
  return null;
}

async function consentKeys(tx: WriteStatements, shopId: number, changes: readonly CustomerChanged[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(changes.flatMap(({ consentWithdrawn }) => consentWithdrawn ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await tx.forShop(shopId).selectFrom("Consent").select(["id", "key"]).where("id", "in", ids).execute();
  return new Map(rows.map(({ id, key }) => [id, key]));
}
