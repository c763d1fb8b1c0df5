import type { WriteStatements } from "~/adapters/db/database.server";
import type { ScenarioDefinition, StepNode } from "~/domain/scenario/definition";
import { changed, gone, waitsAlike } from "~/domain/scenario/plan-change";
import { readSettling, writeSettling, type Settling } from "~/domain/scenario/settling";
import { composeMoves, readMoves, writeMoves, type Moves } from "~/domain/scenario/moves";
import type { Instant, Milliseconds } from "~/domain/instant";
import type { PendingPin, Stay } from "~/domain/scenario/pin";
import { stepTypeByName, stepTypes } from "~/steps/registry";
import { lookAgain } from "~/services/runs/look-again.server";
import { rescheduleRuns } from "~/services/runs/reschedule-runs.server";

/**
 * Stores the definition as the scenario's newest version, unless it equals the newest one, and answers the version's id.
 * Runs that stand in a step that is gone or changed become due, so that the engine looks at them again by the new
 * version (R38, R39): those that one piece does not reach are noted for `settleInside`, which the caller calls after the
 * commit. `stay` says who finishes on the version before, `spacing` how far apart those go on whom a changed wait makes due at once. `moves` says of deleted steps where those go on who stand in them (R40): it is stored with the version, and the
 * engine carries it out for each run when it looks at it, so nothing can come between saving and moving.
 */
export async function publishVersion(
  tx: WriteStatements,
  shopId: number,
  input: { scenarioId: string; definition: ScenarioDefinition; now: Instant; newId: () => string; moves?: Moves; stay?: Stay; spacing?: Milliseconds },
): Promise<string> {
  const { scenarioId, definition, now, newId, moves: chosen = new Map(), stay = [], spacing = 0 } = input;
  const shop = tx.forShop(shopId);
  const newest = await shop.selectFrom("ScenarioVersion").select(["id", "number", "definition", "moves"]).where("scenarioId", "=", scenarioId).orderBy("number", "desc").executeTakeFirst();
  const text = JSON.stringify(definition);
  if (newest?.definition === text) return newest.id;

  const id = newId();
  const moves = composeMoves(readMoves(newest?.moves ?? null), chosen, new Set(definition.steps.map((step) => step.id)));
  await shop.insertInto("ScenarioVersion").values({ shopId, id, scenarioId, number: (newest?.number ?? 0) + 1, definition: text, publishedAt: now, moves: writeMoves(moves) }).execute();
  const before = newest ? (JSON.parse(newest.definition) as ScenarioDefinition).steps : [];
  const steps = compareSteps(before, definition.steps);
  const meant = (ids: readonly string[]) => ids.filter((stepId) => stay !== "everyone" && stay.includes(stepId));
  const pin: PendingPin | undefined = newest && stay.length > 0 ? { versionId: newest.id, at: now, everyone: stay === "everyone", gone: meant(steps.gone), changed: meant([...steps.changed, ...steps.waits]) } : undefined;
  await noteChanges(tx, shopId, { id: scenarioId, versionId: id }, { ...steps, pin, spacing }, now);
  return id;
}

interface Noted {
  gone: string[];
  changed: string[];
  waits: string[];
  pin: PendingPin | undefined;
  spacing: Milliseconds;
}

/** The first piece is done at once, which is all for most scenarios. */
async function noteChanges(tx: WriteStatements, shopId: number, noted: { id: string; versionId: string }, { gone, changed, waits, pin, spacing }: Noted, now: Instant): Promise<void> {
  if (gone.length + changed.length + waits.length === 0 && !pin) return;
  const shop = tx.forShop(shopId);
  const scenarioId = noted.id;
  const scenario = await shop.selectFrom("Scenario").select("settling").where("id", "=", scenarioId).executeTakeFirst();
  const owed = readSettling(scenario?.settling ?? null);
  const all = { gone: union(owed.lookAgain?.gone, gone), changed: union(owed.lookAgain?.changed, changed) };
  // Who finishes on the version before is not to be looked at by the new one: that is settled first.
  const left = pin ? all : await lookAgain(tx, shopId, scenarioId, all, now);
  const due: Settling["reschedule"] = waits.length === 0 ? owed.reschedule : { at: now, steps: union(owed.reschedule?.steps, waits), after: "", spacing, done: 0 };
  const reschedule = due && !pin ? await rescheduleRuns(tx, await shopClock(tx, shopId), noted, due) : due;
  await shop.updateTable("Scenario").set({ settling: writeSettling({ ...owed, pin: pin ?? owed.pin, reschedule, lookAgain: left ?? undefined }) }).where("id", "=", scenarioId).execute();
}

const shopClock = (tx: WriteStatements, shopId: number) => tx.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", shopId).executeTakeFirstOrThrow();

const union = (some: readonly string[] = [], others: readonly string[]): string[] => [...new Set([...some, ...others])];

/** `waits`: changed steps that say by themselves when somebody's wait is over, and wait for nothing else. */
function compareSteps(before: StepNode[], after: StepNode[]): Pick<Noted, "gone" | "changed" | "waits"> {
  const differing = changed(before, after);
  const waits = differing.filter((node) => waitsAlike(node, stepTypes) && !stepTypeByName.get(node.type)?.awaits);
  return { gone: gone(before, after).map(({ id }) => id), changed: differing.filter((node) => !waits.includes(node)).map(({ id }) => id), waits: waits.map(({ id }) => id) };
}
