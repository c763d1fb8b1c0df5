import type { WriteStatements } from "~/adapters/db/database.server";
import type { EntryFacts } from "~/domain/scenario/entry-point-type";
import { BatchFacts } from "~/runtime/runs/load-facts.server";
import { loadOrderFacts } from "~/runtime/runs/load-order-facts.server";
import { chunksOf } from "~/services/chunks-of";
import { readSegmentContext } from "~/services/segments/read-segments.server";
import { membersAmong } from "~/services/segments/segment-members.server";
import type { WriteDeps } from "~/services/write-deps";
import type { LiveEntry } from "./react-to-activities.server";
import { saveRefusals } from "./save-refusals.server";

/**
 * Asks entry points that look at the customer or the order (R10, R17) whether the fact lets in whom it is about, and says of the others
 * why it does not. What they need is loaded for the whole batch in a fixed number of statements. Where one of several entry
 * points of a scenario admits a fact, that holds.
 */
export async function admitEntries(tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, told: readonly LiveEntry[]): Promise<LiveEntry[]> {
  const entries = told.filter(({ activity, scenario }) => activity.byScenario !== scenario.id);
  const asked = entries.filter(({ entryPoint }) => entryPoint.type.admits);
  if (asked.length === 0) return entries;
  const factsOf = await loadEntryFacts(tx, deps, shop, asked);
  const reasons = new Map(asked.map((entry) => [entry, entry.entryPoint.type.admits?.(entry.entryPoint.config, entry.activity, factsOf(entry), deps.now) ?? null]));
  const admitted = entries.filter((entry) => (reasons.get(entry) ?? null) === null);
  const letIn = new Set(admitted.map(factOf));
  const refused = new Map(asked.filter((entry) => !letIn.has(factOf(entry))).map((entry) => [factOf(entry), entry]));
  await saveRefusals(tx, deps, shop.id, [...refused.values()].map((entry) => (
    { scenarioId: entry.scenario.id, entryPointId: entry.entryPointId, customerId: entry.customerId, factKey: entry.factKey, reason: reasons.get(entry) ?? "" })));
  return admitted;
}

const factOf = ({ scenario, factKey }: LiveEntry): string => `${scenario.id}\n${factKey}`;

async function loadEntryFacts(tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, entries: readonly LiveEntry[]): Promise<(entry: LiveEntry) => EntryFacts> {
  const needs = entries.map(({ entryPoint }) => entryPoint.type.needs?.(entryPoint.config) ?? {});
  const asking = new Map(entries.map((entry, index) => [entry, { id: String(index), customerId: entry.customerId, enteredAt: entry.at }]));
  const customers = new BatchFacts(tx, shop, [...asking.values()], deps.now);
  await customers.load(new Set(needs.flatMap(({ customer = [] }) => customer)));
  const orders = await loadOrderFacts(tx, shop.id, entries.flatMap(({ activity: { orderId } }, index) => (needs[index]?.order && orderId !== undefined ? orderId : [])));
  const segments = await loadSegments(tx, shop, deps, entries, needs.map((need) => need.segments ?? []));
  return (entry) => ({
    customer: customers.of(asking.get(entry) ?? { id: "", customerId: entry.customerId }),
    segments: segments.get(entry.customerId) ?? new Set(),
    order: orders.get(entry.activity.orderId ?? "") ?? null,
  });
}

/** Which of the segments asked for each customer is in: one statement a segment and some hundred customers. */
async function loadSegments(tx: WriteStatements, shop: { id: number; timeZone: string }, { now }: WriteDeps, entries: readonly LiveEntry[], asked: readonly (readonly string[])[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>();
  const ids = [...new Set(asked.flat())];
  if (ids.length === 0) return found;
  const context = await readSegmentContext(tx, shop, now);
  for (const id of ids) {
    const definition = context.segments.get(id)?.definition;
    if (!definition) continue;
    for (const people of chunksOf([...new Set(entries.flatMap(({ customerId }, index) => (asked[index]?.includes(id) ? customerId : [])))], 500)) {
      for (const customerId of await membersAmong(tx, definition, context, people)) found.set(customerId, (found.get(customerId) ?? new Set()).add(id));
    }
  }
  return found;
}
