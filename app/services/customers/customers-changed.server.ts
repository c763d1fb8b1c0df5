import type { WriteStatements } from "~/adapters/db/database.server";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { exitByCustomers } from "~/services/runs/exit-by-customers.server";
import { keepMembers } from "~/services/segments/keep-members.server";
import { takeActivities } from "~/services/runs/take-activities.server";
import { chunksOf } from "~/services/chunks-of";
import { waitingFor, wakeWhoAsk } from "~/services/runs/note-happened.server";
import type { WriteDeps } from "~/services/write-deps";
import { changesOf, type CustomerChanged } from "./customer-changed";

/**
 * The one door for changes of customers, called in the transaction that makes them: it wakes those who wait for the customer to
 * be so (R31), ends the runs that such a change ends (R8), and lets in whom an added tag (R19), or a segment they came into or fell out of by it (R20), lets in. A fixed number of statements for some hundred customers. The caller wakes "runs" after the commit.
 */
export async function customersChanged(tx: WriteStatements, deps: WriteDeps, shopId: number, changes: readonly CustomerChanged[]): Promise<void> {
  if (changes.length === 0) return;
  const changed = changesOf(changes);
  for (const people of chunksOf([...changed.keys()], 500)) await wakeWhoAsk(tx, shopId, await waitingFor(tx, people.map((customerId) => ({ shopId, customerId })), ["customer"]), changed, deps.now);
  await exitByCustomers(tx, deps, shopId, changes);
  const came = await keepMembers(tx, deps, shopId, changed);
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
