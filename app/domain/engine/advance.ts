import type { Instant } from "~/domain/instant";
import type { CompiledScenario, CompiledStep } from "~/domain/scenario/compile";
import type { EffectOutcome } from "~/domain/scenario/step-type";
import { withChanges, type ChangeOfStep } from "./customer-change";
import type { Facts, MessageFact, Need } from "./facts";
import { MOVED, type IdentifiedEffect, type RunState, type Visit } from "./run";

export interface Advance {
  run: RunState;
  /** Steps it left, in order. */
  visits: Visit[];
  effects: IdentifiedEffect[];
  /** What the steps it left change about the customer, in order. */
  changes: ChangeOfStep[];
  /** Facts that the step it stands in asks for and that were not given: load them and advance again. */
  needs: readonly Need[];
}

/**
 * Takes a run on, step after step, until it waits, asks for something outside, ends, or needs facts that were not
 * loaded. Pure. `known` are the facts as they are; what a step changes is seen by the next. A run that is not active is answered as it came. The same run, facts and now give the same answer, and
 * effects carry `runId:seq:index`, so doing it again after a crash asks for the same effects under the same ids.
 */
export function advance(scenario: CompiledScenario, run: RunState, known: Facts, now: Instant): Advance {
  let facts = known;
  const visits: Visit[] = [];
  const effects: IdentifiedEffect[] = [];
  const changes: ChangeOfStep[] = [];
  const answer = (state: RunState, needs: readonly Need[] = []): Advance => ({ run: state, visits, effects, changes, needs });
  if (run.status !== "active") return answer(run);

  let state = run.stepId === null ? arrive(run, scenario.firstStepId, now) : run;
  let arrived = run.stepId === null;
  // A published scenario has no cycle, so a run passes each step once; one that does not end is set aside.
  for (let round = 0; round <= scenario.steps.size; round += 1) {
    const stepId = state.stepId ?? scenario.firstStepId;
    const step = scenario.steps.get(stepId);
    if (!step) {
      const to = scenario.moves.get(stepId);
      if (to === undefined) return answer(end(state, visits, now, "step-deleted", null));
      visits.push({ stepId, seq: state.seq, enteredAt: state.enteredStepAt, leftAt: now, branch: MOVED, detail: { to } });
      state = arrive(state, to, now);
      arrived = true;
      continue;
    }

    const missing = missingFacts(step, facts);
    if (missing.length > 0) return answer({ ...state, dueAt: now }, missing);

    const asked = arrived ? [] : effectsOf(state, facts);
    const outcome = outcomeOf(asked);
    const result = step.type.step({ config: step.config, stepId, scenarioId: state.scenarioId, customerId: state.customerId, enteredStepAt: state.enteredStepAt, heldMs: state.heldMs, now, facts, outcome });

    switch (result.do) {
      case "wait":
        if (result.until > now) return answer({ ...state, dueAt: result.until });
        throw new Error(`step ${stepId} of type ${step.type.type} waits for an instant that has passed`);
      case "ask":
        // Who was here before may have asked already: only her messages tell.
        if (!arrived && !facts.messages) return answer({ ...state, dueAt: now }, ["messages-of-run"]);
        if (asked.length === 0) {
          result.effects.forEach((effect, index) => effects.push({ ...effect, id: `${state.id}:${state.seq}:${index}`, stepId }));
        }
        return answer({ ...state, dueAt: null });
      case "remove":
        return answer(end(state, visits, now, result.reason, result.detail ?? null));
      case "leave": {
        const next = step.next.get(result.branch);
        if (next === undefined) throw new Error(`step ${stepId} of type ${step.type.type} left by branch ${result.branch}, which it does not have`);
        visits.push({ stepId, seq: state.seq, enteredAt: state.enteredStepAt, leftAt: now, branch: result.branch, detail: result.detail ?? null });
        for (const change of result.changes ?? []) changes.push({ ...change, stepId });
        facts = withChanges(facts, result.changes ?? []);
        if (next === null) return answer({ ...state, status: "completed", reason: null, stepId: null, dueAt: null });
        state = arrive(state, next, now);
        arrived = true;
        break;
      }
      default:
        return result satisfies never;
    }
  }
  return answer(end(state, visits, now, "set-aside", { why: "endless-loop" }));
}

function arrive(run: RunState, stepId: string, now: Instant): RunState {
  return { ...run, stepId, seq: run.seq + 1, enteredStepAt: now, heldMs: 0, dueAt: now };
}

function end(run: RunState, visits: Visit[], now: Instant, reason: string, detail: Record<string, unknown> | null): RunState {
  if (run.stepId !== null) visits.push({ stepId: run.stepId, seq: run.seq, enteredAt: run.enteredStepAt, leftAt: now, branch: null, detail: { ...detail, reason } });
  return { ...run, status: "removed", reason, dueAt: null };
}

function missingFacts(step: CompiledStep, facts: Facts): Need[] {
  return step.needs.filter((need) => {
    switch (need) {
      case "tags": return facts.tags === undefined;
      case "totals": return facts.totals === undefined;
      case "consents": return facts.consents === undefined;
      case "messages-of-run": return facts.messages === undefined;
      default: return need satisfies never;
    }
  });
}

function effectsOf(run: RunState, facts: Facts): MessageFact[] {
  const prefix = `${run.id}:${run.seq}:`;
  return (facts.messages ?? []).filter(({ effectId }) => effectId.startsWith(prefix));
}

/** Null while nothing was asked or one of them is still under way; else what became of the last. */
function outcomeOf(asked: readonly MessageFact[]): EffectOutcome | null {
  let last: { index: number; outcome: EffectOutcome } | null = null;
  for (const { effectId, status, reason } of asked) {
    if (status === "queued" || status === "handing-over") return null;
    const index = Number(effectId.slice(effectId.lastIndexOf(":") + 1));
    if (!last || index > last.index) last = { index, outcome: { status, reason } };
  }
  return last?.outcome ?? null;
}
