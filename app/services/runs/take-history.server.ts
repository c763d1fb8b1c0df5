import type { WriteStatements } from "~/adapters/db/database.server";
import { DAY, type Instant } from "~/domain/instant";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { activeScenarios, type ActiveScenario } from "~/runtime/runs/active-scenarios.server";
import { readCustomEvents, readHistory } from "~/runtime/runs/read-activities.server";
import { changesOf } from "~/services/customers/customer-changed";
import type { WriteDeps } from "~/services/write-deps";
import { admitEntries } from "./admit-entries.server";
import { rowBeganAt, catchUpClocks } from "./catch-up-clocks.server";
import { endWaitsByHistory } from "./end-waits-by-history.server";
import { exitByCustomers } from "./exit-by-customers.server";
import { isExit } from "./exit-runs.server";
import { moveIdleClocks } from "./move-idle-clocks.server";
import { waitingFor, wakeWhoAsk } from "./note-happened.server";
import { reactToActivities } from "./react-to-activities.server";
import { changeBy, enterAndExit } from "./take-activities.server";

/** Whose history passes over: a visitor's nobody knew, or a customer's who was merged. */
export type HistoryOf = { visitorId: string } | { customerId: string };

/**
 * R44: what somebody did becomes a customer's, as if it had been known when it happened. Events and idle clocks pass over; waits that began
 * earlier end, and those for the customer to be so look again (R31); runs that began earlier leave by what ends them (R8). What a visitor did in the last 24 hours lets the customer in where it
 * would have, each fact once, since it keeps its key; who was a customer had entered by it already. The caller wakes "runs" after the commit.
 */
export async function takeHistory(tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, of: HistoryOf, customerId: string): Promise<void> {
  const scenarios = await activeScenarios(tx, shop.id, deps.log);
  const joined = await joinHistory(tx, deps, shop, scenarios, of, customerId);
  // Of one who is merged more follows than what was done: who it is now is looked at when all of it has.
  if (!joined || scenarios.length === 0 || "customerId" in of) return;
  // All of it is news about who was inside before; about who is let in by a part of it, what came after that part (R8).
  const changes = [{ customerId, need: "events" as const, at: 0 }, ...joined.flatMap(changeBy)];
  await wakeWhoAsk(tx, shop.id, await waitingFor(tx, [{ shopId: shop.id, customerId }], ["customer"]), changesOf(changes), deps.now);
  await exitByCustomers(tx, deps, shop.id, changes, scenarios);
}

/** Answers what became the customer's of what may let in or end runs, or null where nothing that was done did. */
async function joinHistory(tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, scenarios: readonly ActiveScenario[], of: HistoryOf, customerId: string): Promise<readonly Activity[] | null> {
  const from = "visitorId" in of ? of.visitorId : of.customerId;
  const moved = await moveIdleClocks(tx, shop.id, from, customerId);
  const clocks = [...moved.came, ...moved.stayed];
  const since = Math.min(await lookBackTo(tx, deps.now, shop.id, customerId), ...clocks.map(rowBeganAt));
  const theirs = scenarios.length === 0 ? [] : await historyOf(tx, shop.id, from, since, customerId);
  const defined = scenarios.length === 0 || !("visitorId" in of) ? [] : await readCustomEvents(tx, shop.id, of.visitorId, deps.now - DAY, customerId);
  const others = clocks.length === 0 || scenarios.length === 0 ? [] : await historyOf(tx, shop.id, customerId, since, customerId);

  const events = tx.forShop(shop.id).updateTable("Event").set({ customerId });
  const { numUpdatedRows } = await ("visitorId" in of ? events.where("visitorId", "=", of.visitorId).where("customerId", "is", null) : events.where("customerId", "=", of.customerId)).executeTakeFirst();
  await endWaitsByHistory(tx, shop.id, customerId, deps.now);
  const joined = numUpdatedRows > 0n ? [...theirs, ...defined] : null;
  if (theirs.length === 0 && defined.length === 0 && moved.came.length === 0) return joined;

  // A clock of more than a day is not told anew by the reaction: facts so old begin none.
  const old = deps.now - DAY;
  await catchUpClocks(tx, shop.id, scenarios, moved.stayed.filter((clock) => rowBeganAt(clock) <= old), theirs);
  await catchUpClocks(tx, shop.id, scenarios, moved.came.filter((clock) => rowBeganAt(clock) <= old), others);
  const entries = await reactToActivities(tx, deps, [{ shopId: shop.id, scenarios, activities: [...theirs, ...others, ...defined.map((activity) => ({ ...activity, timeZone: shop.timeZone }))].filter(({ at }) => at > old).sort((a, b) => a.at - b.at) }]);
  const fresh = new Set("visitorId" in of ? [...theirs, ...defined].map(({ key }) => key) : []);
  const admitted = await admitEntries(tx, deps, shop, entries.filter(({ factKey }) => fresh.has(factKey)));
  await enterAndExit(tx, deps, shop, scenarios, admitted, theirs.filter((activity) => isExit(scenarios, activity)));
  return joined;
}

/** What is from before lets nobody in and ends none of the customer's runs. */
async function lookBackTo(tx: WriteStatements, now: Instant, shopId: number, customerId: string): Promise<Instant> {
  const inside = await tx.forShop(shopId).selectFrom("Run").select(["enteredAt", "context"]).where("customerId", "=", customerId).where("status", "=", "active").execute();
  return Math.min(now - DAY, ...inside.map(({ enteredAt, context }) => rowBeganAt({ at: enteredAt, context })));
}

/** As the activities of the customer it becomes, orders with what was bought. */
async function historyOf(tx: WriteStatements, shopId: number, from: string, since: Instant, customerId: string): Promise<Activity[]> {
  const done = (await readHistory(tx, [{ shopId, subjectId: from, since }])).map(({ activity }) => activity);
  const orderIds = done.flatMap(({ orderId }) => orderId ?? []);
  const lines = orderIds.length === 0 ? [] : await tx.forShop(shopId).selectFrom("OrderLine").select(["orderId", "productId"]).where("orderId", "in", orderIds).where("productId", "is not", null).execute();
  const bought = Map.groupBy(lines, ({ orderId }) => orderId);
  return done.map((activity) => ({
    ...activity, subjectId: customerId,
    ...(activity.orderId === undefined ? {} : { productIds: [...new Set(bought.get(activity.orderId)?.flatMap(({ productId }) => productId ?? []))] }),
  }));
}
