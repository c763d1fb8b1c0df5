import { sql, type Selectable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { IdleClock } from "~/adapters/db/generated/tables";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";
import type { CompiledEntryPoint } from "~/domain/scenario/compile";
import type { Activity, IdleClockState, TriggerContext } from "~/domain/scenario/entry-point-type";
import type { ActiveScenario } from "~/runtime/runs/active-scenarios.server";
import { collectionsOfProducts } from "~/services/collections/products-of-collection.server";
import type { EntryRequest } from "./enter-runs.server";
import { beganAt, clocksToldAnew, subjectKey, type ClockPlace } from "./tell-clocks-anew.server";
import { chunksOf } from "~/services/chunks-of";
import type { WriteDeps } from "~/services/write-deps";

/** An entry by a fact that has just happened. */
export interface LiveEntry extends EntryRequest {
  shopId: number;
  at: Instant;
  entryPoint: CompiledEntryPoint;
  activity: Activity;
}

type ClockRow = Selectable<IdleClock>;

const NONE: ReadonlySet<string> = new Set();

/** What people of a shop did, and its active scenarios. */
export interface ToldScenarios {
  shopId: number;
  scenarios: readonly ActiveScenario[];
  /** In the order in which they happened. */
  activities: readonly Activity[];
}

interface Place extends ClockPlace {
  scenario: ActiveScenario;
}

/**
 * Asks every entry point what the activities mean, moves the idle clocks accordingly and answers who enters at once.
 * Clocks are kept for visitors as well as for customers. A fixed number of statements however many shops it is told of; one more for each that asks for products, and one for collections.
 */
export async function reactToActivities(tx: WriteStatements, deps: WriteDeps, told: readonly ToldScenarios[]): Promise<LiveEntry[]> {
  const standing = await standingClocks(tx, told.flatMap(({ shopId, scenarios, activities }) => (
    scenarios.length === 0 ? [] : [...new Set(activities.map(({ subjectId }) => subjectId))].map((subjectId) => ({ shopId, subjectId })))));
  const stored = new Map(standing.map((clock) => [keyOf(clock), clock]));
  const places: Place[] = [];
  for (const { shopId, scenarios, activities } of told) places.push(...placesOf(stored, shopId, scenarios, await withProducts(tx, shopId, scenarios, activities)));
  const anew = await clocksToldAnew(tx, places, deps.now);
  const changed = new Map<string, ClockRow | null>();
  const entries: LiveEntry[] = [];

  for (const { key, shopId, scenario, entryPoint, subjectId, clock, told: own } of places) {
    const of = { shopId, scenarioId: scenario.id, entryPointId: entryPoint.id, subjectId };
    const live = new Set(own);
    let row = anew.has(key) ? null : stored.get(key) ?? null;
    // What happened before the clock began, and begins nothing itself, is over.
    const from = clock === null || anew.has(key) ? -Infinity : beganAt(clock);
    for (const activity of anew.get(key) ?? own.filter(({ at }) => at >= from)) {
      const reaction = entryPoint.type.react(entryPoint.config, activity, stateOf(row));
      switch (reaction.do) {
        case "nothing": break;
        case "enter":
          if (live.has(activity)) entries.push({ shopId, scenario, entryPointId: entryPoint.id, customerId: subjectId, factKey: activity.key, context: reaction.context, at: activity.at, entryPoint, activity });
          break;
        case "push":
          row = push(of, entryPoint, activity, reaction, row);
          changed.set(key, row);
          break;
        case "cancel":
          row = null;
          changed.set(key, null);
          break;
        default: reaction satisfies never;
      }
    }
    if (anew.has(key)) {
      // Not every activity leaves an event behind; what pushed the clock further is not taken back.
      const before = stored.get(key);
      changed.set(key, row && before && before.at > row.at ? { ...row, at: before.at, dueAt: before.dueAt, factKey: before.factKey } : row);
    }
  }
  await saveClocks(tx, standing, changed);
  return entries.sort((a, b) => a.at - b.at);
}

async function standingClocks(tx: WriteStatements, subjects: readonly { shopId: number; subjectId: string }[]): Promise<ClockRow[]> {
  if (subjects.length === 0) return [];
  const { rows } = await sql<ClockRow>`
    with v("shopId", "subjectId") as (${valueRows(tx.dialect, ["bigint", "text"], subjects.map(({ shopId, subjectId }) => [shopId, subjectId]))})
    select c.* from v cross join "IdleClock" c where c."shopId" = v."shopId" and c."subjectId" = v."subjectId"`.execute(tx.acrossShops);
  return rows;
}

/** Each entry point of the shop for each of whom something is told. */
function placesOf(stored: ReadonlyMap<string, ClockRow>, shopId: number, scenarios: readonly ActiveScenario[], activities: readonly Activity[]): Place[] {
  const bySubject = Map.groupBy(activities, ({ subjectId }) => subjectId);
  return scenarios.flatMap((scenario) => scenario.compiled.entryPoints.flatMap((entryPoint) => [...bySubject].map(([subjectId, told]) => {
    const key = keyOf({ shopId, scenarioId: scenario.id, entryPointId: entryPoint.id, subjectId });
    return { key, shopId, scenario, entryPoint, subjectId, clock: stateOf(stored.get(key) ?? null), told };
  })));
}

const stateOf = (clock: ClockRow | null): IdleClockState | null => clock && { stage: clock.stage, dueAt: clock.dueAt, at: clock.at, context: JSON.parse(clock.context) as TriggerContext };

/** The activities with what the shop knows of their products, where an entry point asks for it. */
async function withProducts(tx: WriteStatements, shopId: number, scenarios: readonly ActiveScenario[], activities: readonly Activity[]): Promise<readonly Activity[]> {
  const entryPoints = scenarios.flatMap(({ compiled }) => compiled.entryPoints);
  if (!entryPoints.some(({ type, config }) => type.asksProduct?.(config))) return activities;
  const ids = [...new Set(activities.flatMap(({ productId }) => productId ?? []))];
  if (ids.length === 0) return activities;
  const rows = await tx.forShop(shopId).selectFrom("Product").select(["id", "type", "vendor"]).where("id", "in", ids).execute();
  const collections = entryPoints.some(({ type, config }) => type.asksCollections?.(config)) ? await collectionsOfProducts(tx, shopId, ids) : null;
  const products = new Map(rows.map((row) => [row.id, row]));
  return activities.map((activity) => {
    const id = activity.productId ?? "";
    const [product, within] = [products.get(id), collections?.get(id)];
    return product || within ? { ...activity, product: { type: product?.type ?? "", vendor: product?.vendor ?? "", collections: within ?? NONE } } : activity;
  });
}

function keyOf({ shopId, scenarioId, entryPointId, subjectId }: Pick<ClockRow, "shopId" | "scenarioId" | "entryPointId" | "subjectId">): string {
  return `${scenarioId}\n${entryPointId}\n${subjectKey({ shopId, subjectId })}`;
}

function push(
  at: Pick<ClockRow, "shopId" | "scenarioId" | "entryPointId" | "subjectId">, entryPoint: CompiledEntryPoint, activity: Activity,
  { stage, dueAt, context }: { stage: string; dueAt: Instant; context: TriggerContext }, clock: ClockRow | null,
): ClockRow {
  const newest = clock && clock.at > activity.at ? clock : { at: activity.at, factKey: activity.key };
  return { ...at, kind: entryPoint.type.type, stage, dueAt, factKey: newest.factKey, at: newest.at, context: JSON.stringify(context) };
}

const PUSHED = `on conflict ("shopId","scenarioId","entryPointId","subjectId") do update set ${["kind", "stage", "dueAt", "factKey", "at", "context"].map((column) => `"${column}" = excluded."${column}"`).join(", ")}`;

async function saveClocks(tx: WriteStatements, before: readonly ClockRow[], changed: ReadonlyMap<string, ClockRow | null>): Promise<void> {
  // In the order of their keys, so that two who write the same clocks do not wait for each other.
  const running = [...changed].flatMap(([key, clock]) => (clock === null ? [] : [{ key, clock }])).sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ clock }) => clock);
  await insertRows(tx.acrossShops, "IdleClock", running, { merge: PUSHED });
  const cancelled = before.filter((clock) => changed.get(keyOf(clock)) === null);
  for (const piece of chunksOf(cancelled)) {
    const keys = piece.map(({ shopId, scenarioId, entryPointId, subjectId }) => [shopId, scenarioId, entryPointId, subjectId]);
    await sql`delete from "IdleClock" where ("shopId", "scenarioId", "entryPointId", "subjectId") in (${valueRows(tx.dialect, ["bigint", "text", "text", "text"], keys)})`.execute(tx.acrossShops);
  }
}
