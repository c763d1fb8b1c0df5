import type { EntryPointNode, ScenarioDefinition, StepNode } from "./definition";
import { readConfig } from "./read-config";
import type { StepType } from "./step-type";

/** Who is in a scenario, in numbers. */
export interface Standing {
  /** Entered, and looked at by no step yet. */
  atTheDoor: number;
  byStep: ReadonlyMap<string, number>;
  /** Of those in a changed wait, how many it lets go at once. */
  overByStep: ReadonlyMap<string, number>;
  /** About to enter, by entry point: their idle clocks run. */
  byEntryPoint: ReadonlyMap<string, number>;
}

/** R40: one thing that a save does, and to how many. */
export type PlanEffect =
  | { kind: "step-deleted"; step: StepNode; count: number }
  /** They move to a new time; `atOnce` of them go on as soon as it is saved. */
  | { kind: "wait-changed"; step: StepNode; count: number; atOnce: number }
  /** Each is asked anew, since each has an end of their own: how many go on at once is not known before. */
  | { kind: "own-wait-changed"; step: StepNode; count: number }
  /** They come to the changed step yet. */
  | { kind: "message-changed" | "step-changed"; step: StepNode; count: number }
  /** They were about to enter. */
  | { kind: "entry-point-changed" | "entry-point-deleted"; entryPoint: EntryPointNode; count: number }
  | { kind: "exits-changed"; count: number };

/** Steps that wait in both definitions, differently: their people are asked when they go on. Answered as they will be. */
export function changedWaits(before: ScenarioDefinition, after: ScenarioDefinition, types: readonly StepType[]): StepNode[] {
  return changed(before.steps, after.steps).filter(({ type }) => typeOf(types, type)?.waitEnds);
}

/**
 * R40: what publishing `after` in place of `before` does to whom; nothing that touches nobody. Pure. Steps are told apart by
 * their ids, so one that is moved is not changed: its people follow it (R39).
 */
export function planChange(before: ScenarioDefinition, after: ScenarioDefinition, standing: Standing, types: readonly StepType[]): PlanEffect[] {
  const here = (step: StepNode) => standing.byStep.get(step.id) ?? 0;
  const entering = ({ id }: EntryPointNode) => standing.byEntryPoint.get(id) ?? 0;
  const effects: PlanEffect[] = [
    ...gone(before.steps, after.steps).map((step): PlanEffect => ({ kind: "step-deleted", step, count: here(step) })),
    ...changed(before.steps, after.steps).map((step): PlanEffect => {
      const type = typeOf(types, step.type);
      if (type?.waitEnds && !waitsAlike(step, types)) return { kind: "own-wait-changed", step, count: here(step) };
      if (type?.waitEnds) return { kind: "wait-changed", step, count: here(step), atOnce: Math.min(standing.overByStep.get(step.id) ?? 0, here(step)) };
      return { kind: type?.category === "message" ? "message-changed" : "step-changed", step, count: countAhead(after, step.id, standing) };
    }),
    ...gone(before.entryPoints, after.entryPoints).map((entryPoint): PlanEffect => ({ kind: "entry-point-deleted", entryPoint, count: entering(entryPoint) })),
    ...changed(before.entryPoints, after.entryPoints).map((entryPoint): PlanEffect => ({ kind: "entry-point-changed", entryPoint, count: entering(entryPoint) })),
  ];
  if (JSON.stringify(before.settings.exits) !== JSON.stringify(after.settings.exits)) {
    effects.push({ kind: "exits-changed", count: [...standing.byStep.values()].reduce((sum, count) => sum + count, standing.atTheDoor) });
  }
  return effects.filter(({ count }) => count > 0);
}

/** Whether the step says by itself when somebody's wait is over, from when it began alone. */
export function waitsAlike(node: StepNode, types: readonly StepType[]): boolean {
  const type = typeOf(types, node.type);
  const read = type?.waitEnds && readConfig(type, node);
  return Boolean(type?.waitEnds && read && (!read.ok || type.waitEnds(read.config, 0, "utc") !== null));
}

interface Node {
  id: string;
  type: string;
  version: number;
  config: unknown;
}

const behaviour = ({ type, version, config }: Node): string => JSON.stringify([type, version, config]);
const typeOf = (types: readonly StepType[], name: string): StepType | undefined => types.find(({ type }) => type === name);

/** Nodes of `before` that `after` has no more. */
export function gone<N extends Node>(before: readonly N[], after: readonly N[]): N[] {
  const kept = new Set(after.map(({ id }) => id));
  return before.filter(({ id }) => !kept.has(id));
}

/** Nodes of `after` that behave in another way than they did. */
export function changed<N extends Node>(before: readonly N[], after: readonly N[]): N[] {
  const was = new Map(before.map((node) => [node.id, behaviour(node)]));
  return after.filter((node) => was.has(node.id) && was.get(node.id) !== behaviour(node));
}

/** Those who stand where a way leads to the step, by the definition given, and not in it. */
function countAhead(definition: ScenarioDefinition, stepId: string, { atTheDoor, byStep }: Standing): number {
  const cameFrom = new Map<string, string[]>();
  for (const { id, next } of definition.steps) {
    for (const to of Object.values(next)) if (to !== null) cameFrom.set(to, [...(cameFrom.get(to) ?? []), id]);
  }
  const seen = new Set<string>([stepId]);
  const open = [stepId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const from of cameFrom.get(id) ?? []) {
      if (seen.has(from)) continue;
      seen.add(from);
      open.push(from);
    }
  }
  let count = definition.firstStepId !== null && seen.has(definition.firstStepId) ? atTheDoor : 0;
  for (const id of seen) if (id !== stepId) count += byStep.get(id) ?? 0;
  return count;
}
