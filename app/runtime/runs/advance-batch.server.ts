import { advance, type Advance } from "~/domain/engine/advance";
import { withChanges } from "~/domain/engine/customer-change";
import type { Need } from "~/domain/engine/facts";
import type { RunState } from "~/domain/engine/run";
import type { Instant } from "~/domain/instant";
import type { CompiledScenario } from "~/domain/scenario/compile";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import type { WriteDeps } from "~/services/write-deps";
import type { RunRow } from "./claim-runs.server";
import type { BatchFacts } from "./load-facts.server";

/** A run of the batch, where it was and where it came to. */
export interface Turn extends Omit<Advance, "needs"> {
  row: RunRow;
  /** The version by which it was taken on. */
  scenario: CompiledScenario;
}

/**
 * Takes all runs of a batch on as far as they come, round by round: whoever needs facts waits until they are loaded for
 * everybody. A run whose step throws is left out, so its lease runs out and it is tried again, then set aside.
 */
export async function advanceBatch(
  started: readonly { row: RunRow; scenario: CompiledScenario }[], facts: BatchFacts, now: Instant, log: WriteDeps["log"],
): Promise<Turn[]> {
  const turns: Turn[] = [];
  let moving: Turn[] = started.map(({ row, scenario }) => ({ row, scenario, run: stateOf(row), visits: [], effects: [], changes: [], awaits: null }));
  while (moving.length > 0) {
    const needs = new Set<Need>();
    const waiting: Turn[] = [];
    for (const turn of moving) {
      const further = tryAdvance(turn, facts, now, log);
      if (!further) continue;
      const reached = { ...turn, run: further.run, visits: [...turn.visits, ...further.visits], effects: [...turn.effects, ...further.effects], changes: [...turn.changes, ...further.changes], awaits: further.awaits };
      if (further.needs.length === 0) {
        turns.push(reached);
      } else {
        waiting.push(reached);
        for (const need of further.needs) needs.add(need);
      }
    }
    await facts.load(needs);
    moving = waiting;
  }
  return turns;
}

function tryAdvance({ row, scenario, run, changes }: Turn, facts: BatchFacts, now: Instant, log: WriteDeps["log"]): Advance | null {
  try {
    return advance(scenario, run, withChanges(facts.of(row), changes), now);
  } catch (error) {
    log.error({ err: error, shopId: row.shopId, runId: row.id, scenarioId: row.scenarioId, stepId: run.stepId, recovered: row.recovered }, "a run could not be taken on; it is tried again when its lease has run out");
    return null;
  }
}

function stateOf(row: RunRow): RunState {
  return {
    id: row.id, scenarioId: row.scenarioId, customerId: row.customerId, status: "active", reason: row.reason, stepId: row.stepId, dueAt: row.dueAt, enteredStepAt: row.enteredStepAt,
    heldMs: row.heldMs, seq: row.seq, skipsMessages: row.skipsMessages === 1, context: JSON.parse(row.context) as TriggerContext,
  };
}
