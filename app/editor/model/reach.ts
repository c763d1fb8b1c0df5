import type { ScenarioDefinition, StepNode } from "~/domain/scenario/definition";

export function stepsById(definition: ScenarioDefinition): Map<string, StepNode> {
  return new Map(definition.steps.map((step) => [step.id, step]));
}

/** Ids of `from` and of everything below it, depth first in the order of the branches; `without` is not entered. */
export function reachableFrom(steps: ReadonlyMap<string, StepNode>, from: string | null, without: string | null = null): Set<string> {
  const seen = new Set<string>();
  const open: string[] = from === null ? [] : [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = steps.get(id);
    if (!step || id === without || seen.has(id)) continue;
    seen.add(id);
    for (const target of Object.values(step.next).reverse()) if (target !== null) open.push(target);
  }
  return seen;
}

/** The step and all that is reached through it alone: what goes along when it is moved or deleted with everything below. */
export function ownedBy(definition: ScenarioDefinition, stepId: string): Set<string> {
  const steps = stepsById(definition);
  const kept = reachableFrom(steps, definition.firstStepId, stepId);
  return new Set([...reachableFrom(steps, stepId)].filter((id) => !kept.has(id)));
}

/** Where the owned steps lead on to, outside of themselves: the first in the order of the branches, or the end. */
export function wayOutOf(definition: ScenarioDefinition, owned: ReadonlySet<string>): string | null {
  const steps = stepsById(definition);
  for (const id of owned) {
    for (const target of Object.values(steps.get(id)?.next ?? {})) if (target !== null && !owned.has(target)) return target;
  }
  return null;
}

/** Drops what no way leads to any more. */
export function dropUnreachable(definition: ScenarioDefinition): ScenarioDefinition {
  const reached = reachableFrom(stepsById(definition), definition.firstStepId);
  if (definition.steps.every((step) => reached.has(step.id))) return definition;
  return { ...definition, steps: definition.steps.filter((step) => reached.has(step.id)) };
}

/** Whether a way leads from `from` to `to`. */
export function leadsTo(definition: ScenarioDefinition, from: string, to: string): boolean {
  return reachableFrom(stepsById(definition), from).has(to);
}
