import type { WriteStatements } from "~/adapters/db/database.server";
import type { Need } from "~/domain/engine/facts";
import type { RemovalReason } from "~/domain/engine/run";
import type { ScenarioSettings } from "~/domain/scenario/definition";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import { anyTouched } from "~/domain/segment/any-touched";
import type { Segment } from "~/domain/segment/condition";
import { inSegment } from "~/domain/segment/in-segment";
import { isTouched, type ChangedFacts } from "~/domain/segment/needs-of";
import { activeScenarios, type ActiveScenario } from "~/runtime/runs/active-scenarios.server";
import { BatchFacts } from "~/runtime/runs/load-facts.server";
import { chunksOf } from "~/services/chunks-of";
import type { CustomerChanged } from "~/services/customers/customer-changed";
import { segmentsNamed } from "~/services/segments/read-segments.server";
import type { WriteDeps } from "~/services/write-deps";
import { activeRunsOf } from "./active-runs-of.server";
import { endRuns } from "./end-runs.server";

type Exits = ScenarioSettings["exits"];
type Reason = Extract<RemovalReason, "tag-added" | "consent-withdrawn" | "segment-left">;

/**
 * R8: changes of customers end runs: a tag was added, a consent withdrawn, the customer is no longer in the segment. A tag or a
 * consent from before the run began ends nothing, however late it is told; the segment is asked as things stand, of those of whom something changed that it asks for (`isReason`). Scenarios that are not active let nobody go.
 * Nothing is read where none of `known`, the active scenarios where the caller has them, asks for what changed.
 */
export async function exitByCustomers(tx: WriteStatements, deps: WriteDeps, shopId: number, changes: readonly CustomerChanged[], known?: readonly ActiveScenario[]): Promise<void> {
  const changed = new Set(changes.map(({ need }) => need));
  const scenarios = (known ?? await activeScenarios(tx, shopId, deps.log)).filter(({ compiled }) => endsByOthers(compiled.settings.exits, changes) || mayTouch(compiled.exitNeeds, changed));
  if (scenarios.length === 0) return;
  const byScenario = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const byCustomer = Map.groupBy(changes, ({ customerId }) => customerId);
  const shop = await tx.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", shopId).executeTakeFirstOrThrow();
  const keys = await consentKeys(tx, shopId, changes);
  let segments: ReadonlyMap<string, Segment> | undefined;
  for (const people of chunksOf([...byCustomer.keys()], 500)) {
    const runs = await activeRunsOf(tx, shopId, people, scenarios.map(({ id }) => id));
    if (runs.length === 0) continue;
    segments ??= await segmentsNamed(tx, shopId, scenarios.flatMap(({ compiled }) => compiled.exitNeeds));
    const inner = segments;
    const touching = new Map(scenarios.map(({ id, compiled }) => [id, new Set([...changed].filter((need) => anyTouched(compiled.exitNeeds, [need], inner)))]));
    const asked = runs.filter((run) => isReason(run, byCustomer.get(run.customerId) ?? [], touching.get(run.scenarioId)));
    const askedOf = new Set(asked.map(({ scenarioId }) => scenarioId));
    const facts = new BatchFacts(tx, shop, asked, deps.now);
    await facts.load(scenarios.flatMap(({ id, compiled }) => (askedOf.has(id) ? compiled.exitNeeds : [])));
    const looks = new Set(asked);
    const ended = runs.flatMap((run) => {
      const scenario = byScenario.get(run.scenarioId);
      if (!scenario) return [];
      const { exits } = scenario.compiled.settings;
      const own = byCustomer.get(run.customerId) ?? [];
      const began = (JSON.parse(run.context) as TriggerContext).at ?? run.enteredAt;
      const [reason] = own.flatMap((change) => (change.at >= began ? reasonOf(exits, change, keys) ?? [] : []));
      if (reason) return [{ id: run.id, reason }];
      return looks.has(run) && exits.whileIn && !inSegment(exits.whileIn, facts.of(run), deps.now) ? [{ id: run.id, reason: "segment-left" as const }] : [];
    });
    for (const [reason, of] of Map.groupBy(ended, (end) => end.reason)) {
      for (const piece of chunksOf(of, 500)) await endRuns(tx, deps, shop, piece.map(({ id }) => id), reason);
    }
  }
}

/**
 * R8: whether one of the customer's changes is a reason to ask whether the customer still fits: it is asked for, and is not the fact that let the run
 * in. What is told together counts in the order in which it happened: who is let in by a part of it is asked because of what came after.
 */
function isReason({ factKey }: { factKey: string }, own: readonly CustomerChanged[], touching: ReadonlySet<ChangedFacts> | undefined): boolean {
  const entry = own.find((change) => change.factKey === factKey);
  return own.some((change) => touching?.has(change.need) && change.factKey !== factKey && (entry === undefined || change.at >= entry.at));
}

const mayTouch = (needs: readonly Need[], changed: ReadonlySet<ChangedFacts>): boolean => needs.some((need) => [...changed].some((each) => isTouched(need, each)));

/** Whether such changes end runs, whatever segment their customers are to fit. */
function endsByOthers({ onTag = [], onConsentWithdrawn = [] }: Exits, changes: readonly CustomerChanged[]): boolean {
  return changes.some(({ tagAdded, consentWithdrawn }) => (tagAdded !== undefined && onTag.length > 0) || (consentWithdrawn !== undefined && onConsentWithdrawn.length > 0));
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
