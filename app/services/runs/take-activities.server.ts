import type { WriteStatements } from "~/adapters/db/database.server";
import { DAY, type Instant } from "~/domain/instant";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { changedBy } from "~/domain/segment/changed-by";
import type { ShopRow } from "~/queries/shop.server";
import { activeScenariosOf, type ActiveScenario } from "~/runtime/runs/active-scenarios.server";
import { changesOf, type CustomerChanged } from "~/services/customers/customer-changed";
import { admitEntries } from "./admit-entries.server";
import { enterRuns, type EntryRequest } from "./enter-runs.server";
import { exitByCustomers } from "./exit-by-customers.server";
import { exitRuns, isExit } from "./exit-runs.server";
import { noteActivities } from "./note-happened.server";
import { reactToActivities } from "./react-to-activities.server";
import type { WriteDeps } from "~/services/write-deps";

/** Live facts of a shop. */
export interface ToldShop {
  shop: ShopRow;
  activities: readonly Activity[];
}

/** `takeActivitiesOfShops` for one. */
export function takeActivities(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, activities: readonly Activity[]): Promise<void> {
  return takeActivitiesOfShops(tx, deps, [{ shop, activities }]);
}

/**
 * The one door through which live facts reach entry points, idle clocks, exits and those who wait for them or for what they change (R8, R14, R15, R31). Set-based: a batch costs
 * a fixed number of statements, whoever, how many and of how many shops it is about; only a shop in which somebody enters or leaves costs its own. Facts older than 24 hours let nobody
 * in and start no clock; they still end runs. Each fact comes once: the caller has dropped what it has seen before.
 * After the commit the caller wakes "runs".
 */
export async function takeActivitiesOfShops(tx: WriteStatements, deps: WriteDeps, told: readonly ToldShop[]): Promise<void> {
  const some = told.filter(({ activities }) => activities.length > 0);
  if (some.length === 0) return;
  const changesIn = new Map(some.map(({ shop, activities }) => [shop.id, activities.flatMap(changeBy)]));
  await noteActivities(tx, some.map(({ shop, activities }) => ({ shopId: shop.id, activities, changed: changesOf(changesIn.get(shop.id) ?? []) })), deps.now);
  const active = await activeScenariosOf(tx, some.map(({ shop }) => shop.id), deps.log);

  const inOrder = some.flatMap(({ shop, activities }) => {
    const scenarios = active.get(shop.id);
    return scenarios ? [{ shop, scenarios, activities: activities.map((activity) => ({ ...activity, at: Math.min(activity.at, deps.now), ...(activity.event ? { timeZone: shop.timeZone } : {}) })).sort((a, b) => a.at - b.at) }] : [];
  });
  const entered = await reactToActivities(tx, deps, inOrder.map(({ shop, scenarios, activities }) => ({ shopId: shop.id, scenarios, activities: activities.filter(({ at }) => deps.now - at < DAY) })));
  const entries = Map.groupBy(entered, ({ shopId }) => shopId);
  for (const { shop, scenarios, activities } of inOrder) {
    const admitted = await admitEntries(tx, deps, shop, entries.get(shop.id) ?? []);
    await enterAndExit(tx, deps, shop, scenarios, admitted, activities.filter((activity) => isExit(scenarios, activity)));
    await exitByCustomers(tx, deps, shop.id, changesIn.get(shop.id) ?? [], scenarios);
  }
}

/** What segments ask about the customer is another since. */
export function changeBy(activity: Activity): CustomerChanged[] {
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
