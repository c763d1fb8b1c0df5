import type { Instant } from "~/domain/instant";
import type { CompiledScenario } from "~/domain/scenario/compile";
import type { ErrandFact, ErrandOutcome } from "~/domain/errand/errand";
import type { Effect, EffectOutcome } from "~/domain/scenario/step-type";
import { inSegment, withInner } from "~/domain/segment/in-segment";
import { needsOf } from "~/domain/segment/needs-of";
import { withChanges, type ChangeOfStep } from "./customer-change";
import type { Awaited } from "./awaited";
import type { Facts, MessageFact, Need } from "./facts";
import { MOVED, type IdentifiedEffect, type RunState, type Visit } from "./run";

export interface Advance {
  run: RunState;
  /** Steps it left, in order. */
  visits: Visit[];
  effects: IdentifiedEffect[];
  /** What the steps it left change about the customer, in order. */
  changes: ChangeOfStep[];
  /** What it waits for in the step it stands in, besides its time. */
  awaits: Awaited | null;
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
  const answer = (state: RunState, needs: readonly Need[] = [], awaits: Awaited | null = null): Advance => ({ run: state, visits, effects, changes, awaits, needs });
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

    if (arrived && state.skipsMessages && step.type.category === "message") {
      const [way] = step.next;
      if (!way) throw new Error(`step ${stepId} of type ${step.type.type} cannot be passed over: no way leads out of it`);
      const [branch, to] = way;
      visits.push({ stepId, seq: state.seq, enteredAt: state.enteredStepAt, leftAt: now, branch, detail: { passedOver: "overdue" } });
      if (to === null) return answer({ ...state, status: "completed", reason: null, stepId: null, dueAt: null });
      state = arrive(state, to, now);
      continue;
    }

    const missing = missingOf(step.needs, facts, arrived);
    if (missing.length > 0) return answer({ ...state, dueAt: now }, missing);

    const messages = arrived ? [] : ofThisVisit(state, facts.messages);
    const errands = arrived ? [] : ofThisVisit(state, facts.errands);
    const { whileIn } = scenario.settings.exits;
    if (whileIn && step.type.category === "message" && messages.length === 0) {
      const unknown = missingOf([...needsOf([whileIn]), ...(arrived ? [] : ["messages-of-run" as const])], facts, arrived);
      if (unknown.length > 0) return answer({ ...state, dueAt: now }, unknown);
      if (!inSegment(whileIn, facts, now)) return answer(end(state, visits, now, "segment-left", null));
    }
    const errand = errandOutcomeOf(errands);
    const result = step.type.step({
      config: step.config, stepId, scenarioId: state.scenarioId, customerId: state.customerId, enteredStepAt: state.enteredStepAt, heldMs: state.heldMs, now,
      facts: { ...facts, wait: arrived || facts.wait?.seq !== state.seq ? null : facts.wait }, outcome: outcomeOf(messages), ...(errand ? { errand } : {}),
    });

    switch (result.do) {
      case "wait":
        if (result.until > now) return answer({ ...state, dueAt: result.until, skipsMessages: false }, [], result.for ?? null);
        throw new Error(`step ${stepId} of type ${step.type.type} waits for an instant that has passed`);
      case "ask": {
        // Who was here before may have asked already: only what the run asked for tells.
        const unknown = arrived ? [] : askedIn(result.effects).filter((need) => (need === "messages-of-run" ? !facts.messages : !facts.errands));
        if (unknown.length > 0) return answer({ ...state, dueAt: now }, unknown);
        if (messages.length + errands.length === 0) {
          result.effects.forEach((effect, index) => effects.push({ ...effect, id: `${state.id}:${state.seq}:${index}`, stepId }));
        }
        return answer({ ...state, dueAt: null });
      }
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

function missingOf(needs: readonly Need[], facts: Facts, arrived: boolean): Need[] {
  const asked = facts.segments ? withInner(needs, facts.segments) : needs;
  return [...asked].filter((need) => {
    if (need.startsWith("asks:")) return facts.answers?.has(need) !== true;
    if (need.startsWith("in:")) return facts.segments === undefined;
    const loaded = need as Exclude<Need, `${"asks" | "in"}:${string}`>;
    switch (loaded) {
      case "tags": return facts.tags === undefined;
      case "totals": return facts.totals === undefined;
      case "consents": return facts.consents === undefined;
      case "traits": return facts.traits === undefined;
      case "messages-of-run": return facts.messages === undefined;
      case "errands-of-run": return facts.errands === undefined;
      case "clicks-of-run": return facts.clicks === undefined;
      case "messages-ever": return facts.lastMessages === undefined;
      case "orders-of-run": return facts.ordersOfRun === undefined;
      // Who has just come waits for nothing yet.
      case "wait": return !arrived && facts.wait === undefined;
      case "segments": return facts.segments === undefined;
      default: return loaded satisfies never;
    }
  });
}

function askedIn(effects: readonly Effect[]): ("messages-of-run" | "errands-of-run")[] {
  return [...new Set(effects.map(({ kind }) => (kind === "errand" ? "errands-of-run" as const : "messages-of-run" as const)))];
}

function ofThisVisit<Asked extends { effectId: string }>(run: RunState, known: readonly Asked[] = []): Asked[] {
  const prefix = `${run.id}:${run.seq}:`;
  return known.filter(({ effectId }) => effectId.startsWith(prefix));
}

function indexOf(effectId: string): number {
  return Number(effectId.slice(effectId.lastIndexOf(":") + 1));
}

/** Null while nothing was asked or one of them is still under way; else what became of the last. */
function outcomeOf(asked: readonly MessageFact[]): EffectOutcome | null {
  let last: { index: number; outcome: EffectOutcome } | null = null;
  for (const { effectId, status, reason } of asked) {
    if (status === "queued" || status === "handing-over") return null;
    const index = indexOf(effectId);
    if (!last || index > last.index) last = { index, outcome: { status, reason } };
  }
  return last?.outcome ?? null;
}

/** The same for errands. */
function errandOutcomeOf(asked: readonly ErrandFact[]): ErrandOutcome | null {
  let last: { index: number; outcome: ErrandOutcome } | null = null;
  for (const { effectId, status, reason, result } of asked) {
    if (status === "queued" || status === "under-way") return null;
    const index = indexOf(effectId);
    if (!last || index > last.index) last = { index, outcome: { status, reason, result } };
  }
  return last?.outcome ?? null;
}
