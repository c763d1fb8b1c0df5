import type { WriteStatements } from "~/adapters/db/database.server";
import { DAY, type Instant } from "~/domain/instant";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { changedBy } from "~/domain/segment/changed-by";
import type { ShopRow } from "~/queries/shop.server";
import { activeScenarios, type ActiveScenario } from "~/runtime/runs/active-scenarios.server";
import { changesOf, type CustomerChanged } from "~/services/customers/customer-changed";
import { admitEntries } from "./admit-entries.server";
import { enterRuns, type EntryRequest } from "./enter-runs.server";
import { exitByCustomers } from "./exit-by-customers.server";
import { exitRuns, isExit } from "./exit-runs.server";
import { noteActivities } from "./note-happened.server";
import { reactToActivities } from "./react-to-activities.server";
import type { WriteDeps } from "~/services/write-deps";

/**
 * The one door through which live facts reach entry points, idle clocks, exits and those who wait for them or for what they change (R8, R14, R15, R31). Set-based: a batch of
 * one shop costs a fixed number of statements, whoever and how many it is about. Facts older than 24 hours let nobody
 * in and start no clock; they still end runs. Each fact comes once: the caller has dropped what it has seen before.
 * After the commit the caller wakes "runs".
 */
export async function takeActivities(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, activities: readonly Activity[]): Promise<void> {
  if (activities.length === 0) return;
  const changes = activities.flatMap(changeBy);
  await noteActivities(tx, shop.id, activities, changesOf(changes), deps.now);
  const scenarios = await activeScenarios(tx, shop.id, deps.log);
  if (scenarios.length === 0) return;

  const inOrder = activities.map((activity) => ({ ...activity, at: Math.min(activity.at, deps.now) })).sort((a, b) => a.at - b.at);
  const entries = await admitEntries(tx, deps, shop, await reactToActivities(tx, deps, shop.id, scenarios, inOrder.filter(({ at }) => deps.now - at < DAY)));
  const exits = inOrder.filter((activity) => isExit(scenarios, activity));
  await enterAndExit(tx, deps, shop, scenarios, entries, exits);
  await exitByCustomers(tx, deps, shop.id, changes, scenarios);
}

/** What segments ask about the customer is another since. */
function changeBy(activity: Activity): CustomerChanged[] {
  const need = changedBy(activity);
  return need === null ? [] : [{ customerId: activity.subjectId, need, at: activity.at, factKey: activity.key }];
}

/** Who enters and who leaves, in the order in which it happened. Both lists are ordered by `at`. */
export async function enterAndExit(
  tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, scenarios: readonly ActiveScenario[], entries: readonly (EntryRequest & { at: Instant })[], exits: readonly Activity[],
): Promise<void> {
  for (const stretch of alternating(entries, exits)) {
    await enterRuns(tx, deps, shop, stretch.entries);
    await exitRuns(tx, deps, shop, scenarios, stretch.exits);
  }
}

interface Stretch {
  entries: EntryRequest[];
  exits: Activity[];
}

/** Who enters and leaves by the same batch does so in the order in which it happened: first some who enter, then some who leave, and so on. */
function alternating(entries: readonly (EntryRequest & { at: Instant })[], exits: readonly Activity[]): Stretch[] {
  const stretches: Stretch[] = [{ entries: [], exits: [] }];
  const waiting = [...entries];
  for (const exit of exits) {
    let current = stretches.at(-1);
    while (waiting[0] && waiting[0].at <= exit.at) {
      const entry = waiting.shift();
      if (!current || current.exits.length > 0) stretches.push((current = { entries: [], exits: [] }));
      if (entry) current.entries.push(entry);
    }
    current?.exits.push(exit);
  }
  return [...stretches, { entries: waiting, exits: [] }];
}
