import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Need } from "~/domain/engine/facts";
import type { Instant } from "~/domain/instant";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { isTouched, type ChangedFacts } from "~/domain/segment/needs-of";
import { exitByCustomers } from "~/services/runs/exit-by-customers.server";
import { keepMembers } from "~/services/segments/keep-members.server";
import { takeActivities } from "~/services/runs/take-activities.server";
import { chunksOf } from "~/services/chunks-of";
import { wakeThatWait } from "~/services/runs/note-happened.server";
import type { WriteDeps } from "~/services/write-deps";

/** Something about a customer is not as it was: a fact that segments read. */
export interface CustomerChanged {
  customerId: string;
  /** Which facts have to be looked at again. */
  need: ChangedFacts;
  at: Instant;
  /** R8, R19: a tag that was not there before. */
  tagAdded?: string;
  /** R19: the scenario that added it, which does not let the customer in by that. */
  byScenario?: string;
  /** R8: the id of a consent that is in force no more. */
  consentWithdrawn?: string;
}

/**
 * The one door for changes of customers, called in the transaction that makes them: it wakes those who wait for the customer to
 * be so (R31), ends the runs that such a change ends (R8), and lets in whom an added tag (R19), or a segment they came into or fell out of by it (R20), lets in. A fixed number of statements for some hundred customers. The caller wakes "runs" after the commit.
 */
export async function customersChanged(tx: WriteStatements, deps: WriteDeps, shopId: number, changes: readonly CustomerChanged[]): Promise<void> {
  if (changes.length === 0) return;
  const needs = new Map<string, Set<ChangedFacts>>();
  for (const { customerId, need } of changes) needs.set(customerId, (needs.get(customerId) ?? new Set<ChangedFacts>()).add(need));
  for (const people of chunksOf([...needs.keys()], 500)) await wakeThoseWhoWait(tx, shopId, people, needs, deps.now);
  await exitByCustomers(tx, deps, shopId, changes);
  const came = await keepMembers(tx, deps, shopId, [...needs.keys()]);
  await takeLive(tx, deps, shopId, [...changes.flatMap(addedTag), ...came]);
}

/** R19: a tag that was added is something that happened. */
function addedTag({ customerId, tagAdded, byScenario, at }: CustomerChanged): Activity[] {
  if (tagAdded === undefined) return [];
  return [{ key: `tag:${customerId}:${tagAdded.toLowerCase()}:${at}`, subjectId: customerId, type: "tag_added", at, tag: tagAdded, ...(byScenario === undefined ? {} : { byScenario }) }];
}

async function takeLive(tx: WriteStatements, deps: WriteDeps, shopId: number, activities: readonly Activity[]): Promise<void> {
  if (activities.length === 0 || deps.told === "import") return;
  const shop = await tx.acrossShops.selectFrom("Shop").selectAll().where("id", "=", shopId).executeTakeFirstOrThrow();
  await takeActivities(tx, deps, shop, activities);
}

async function wakeThoseWhoWait(tx: WriteStatements, shopId: number, people: readonly string[], changed: ReadonlyMap<string, ReadonlySet<ChangedFacts>>, now: Instant): Promise<void> {
  const { rows } = await sql<{ runId: string; customerId: string; awaits: string }>`
    select "runId", "customerId", "awaits" from "Wait"
    where "shopId" = ${shopId} and "customerId" in (${sql.join([...people])}) and "kind" = 'customer'`.execute(tx.acrossShops);
  const concerned = rows.filter(({ customerId, awaits }) => (JSON.parse(awaits) as { needs: Need[] }).needs.some((need) => [...(changed.get(customerId) ?? [])].some((fact) => isTouched(need, fact))));
  for (const piece of chunksOf(concerned, 500)) await wakeThatWait(tx, shopId, piece.map(({ runId }) => runId), now);
}
