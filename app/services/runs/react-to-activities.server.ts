import { sql, type Selectable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { IdleClock } from "~/adapters/db/generated/tables";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";
import type { CompiledEntryPoint } from "~/domain/scenario/compile";
import type { Activity, TriggerContext } from "~/domain/scenario/entry-point-type";
import type { ActiveScenario } from "~/runtime/runs/active-scenarios.server";
import type { EntryRequest } from "./enter-runs.server";
import type { WriteDeps } from "~/services/write-deps";

/** An entry by a fact that has just happened. */
export interface LiveEntry extends EntryRequest {
  at: Instant;
  entryPoint: CompiledEntryPoint;
  activity: Activity;
}

type ClockRow = Selectable<IdleClock>;

const ROWS_PER_STATEMENT = 100;

/**
 * Asks every entry point what the activities mean, moves the idle clocks accordingly and answers who enters at once.
 * Clocks are kept for visitors as well as for customers.
 */
export async function reactToActivities(
  tx: WriteStatements, deps: WriteDeps, shopId: number, scenarios: readonly ActiveScenario[], activities: readonly Activity[],
): Promise<LiveEntry[]> {
  const points = scenarios.flatMap((scenario) => scenario.compiled.entryPoints.map((entryPoint) => ({ scenario, entryPoint })));
  if (points.length === 0 || activities.length === 0) return [];
  const subjects = [...new Set(activities.map(({ subjectId }) => subjectId))];
  const before = await tx.forShop(shopId).selectFrom("IdleClock").selectAll().where("subjectId", "in", subjects).execute();
  const clocks = new Map(before.map((clock) => [keyOf(clock), clock]));
  const changed = new Map<string, ClockRow | null>();
  const entries: LiveEntry[] = [];

  for (const activity of activities) {
    for (const { scenario, entryPoint } of points) {
      const at = { shopId, scenarioId: scenario.id, entryPointId: entryPoint.id, subjectId: activity.subjectId };
      const key = keyOf(at);
      const clock = clocks.get(key) ?? null;
      const reaction = entryPoint.type.react(entryPoint.config, activity, clock && { stage: clock.stage, dueAt: clock.dueAt, at: clock.at, context: JSON.parse(clock.context) as TriggerContext });
      switch (reaction.do) {
        case "nothing": break;
        case "enter":
          entries.push({ scenario, entryPointId: entryPoint.id, customerId: activity.subjectId, factKey: activity.key, context: reaction.context, at: activity.at, entryPoint, activity });
          break;
        case "push": {
          const pushed = push(at, entryPoint, activity, reaction, clock);
          clocks.set(key, pushed);
          changed.set(key, pushed);
          break;
        }
        case "cancel":
          clocks.delete(key);
          changed.set(key, null);
          break;
        default: reaction satisfies never;
      }
    }
  }
  await saveClocks(tx, shopId, before, changed);
  return entries;
}

function keyOf({ scenarioId, entryPointId, subjectId }: Pick<ClockRow, "scenarioId" | "entryPointId" | "subjectId">): string {
  return `${scenarioId}\n${entryPointId}\n${subjectId}`;
}

function push(
  at: Pick<ClockRow, "shopId" | "scenarioId" | "entryPointId" | "subjectId">, entryPoint: CompiledEntryPoint, activity: Activity,
  { stage, dueAt, context }: { stage: string; dueAt: Instant; context: TriggerContext }, clock: ClockRow | null,
): ClockRow {
  const newest = clock && clock.at > activity.at ? clock : { at: activity.at, factKey: activity.key };
  return { ...at, kind: entryPoint.type.type, stage, dueAt, factKey: newest.factKey, at: newest.at, context: JSON.stringify(context) };
}

async function saveClocks(tx: WriteStatements, shopId: number, before: readonly ClockRow[], changed: ReadonlyMap<string, ClockRow | null>): Promise<void> {
  const shop = tx.forShop(shopId);
  const running = [...changed.values()].filter((clock) => clock !== null);
  for (let start = 0; start < running.length; start += ROWS_PER_STATEMENT) {
    await shop.insertInto("IdleClock").values(running.slice(start, start + ROWS_PER_STATEMENT))
      .onConflict((conflict) => conflict.columns(["shopId", "scenarioId", "entryPointId", "subjectId"]).doUpdateSet((of) => ({
        kind: of.ref("excluded.kind"), stage: of.ref("excluded.stage"), dueAt: of.ref("excluded.dueAt"),
        factKey: of.ref("excluded.factKey"), at: of.ref("excluded.at"), context: of.ref("excluded.context"),
      })))
      .execute();
  }
  const cancelled = before.filter((clock) => changed.get(keyOf(clock)) === null);
  for (let start = 0; start < cancelled.length; start += ROWS_PER_STATEMENT) {
    const keys = cancelled.slice(start, start + ROWS_PER_STATEMENT).map(({ scenarioId, entryPointId, subjectId }) => [scenarioId, entryPointId, subjectId]);
    await sql`delete from "IdleClock" where "shopId" = ${shopId} and ("scenarioId", "entryPointId", "subjectId") in (${valueRows(tx.dialect, ["text", "text", "text"], keys)})`.execute(tx.acrossShops);
  }
}
