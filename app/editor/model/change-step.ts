import type { ScenarioDefinition, StepNode } from "~/domain/scenario/definition";
import { insertStep, type NewStep } from "./insert-step";
import { dropUnreachable } from "./reach";
import { canMoveAlone } from "./move-step";
import { findStep, slotsInto } from "./slot";

/**
 * Gives a step its new config. Branches that are new end the scenario until something is added to them; what stood
 * only on a branch that is gone goes with it.
 */
export function changeStepConfig(definition: ScenarioDefinition, stepId: string, config: unknown, branches: readonly string[]): ScenarioDefinition {
  return dropUnreachable({
    ...definition,
    steps: definition.steps.map((step) =>
      step.id === stepId ? { ...step, config, next: nextFor(step, branches) } : step,
    ),
  });
}

function nextFor(step: StepNode, branches: readonly string[]): StepNode["next"] {
  const same = Object.keys(step.next).length === branches.length && Object.keys(step.next).every((key, at) => key === branches[at]);
  return same ? step.next : Object.fromEntries(branches.map((branch) => [branch, step.next[branch] ?? null]));
}

/** Ids of the steps that would go if the step had only these branches. */
export function lostByBranches(definition: ScenarioDefinition, stepId: string, branches: readonly string[]): string[] {
  const step = findStep(definition, stepId);
  if (!step) return [];
  const kept = new Set(changeStepConfig(definition, stepId, step.config, branches).steps.map((other) => other.id));
  return definition.steps.map((other) => other.id).filter((id) => !kept.has(id));
}

/** Sets a copy behind the step, or, where its branches part, before it. */
export function duplicateStep(definition: ScenarioDefinition, stepId: string, copyId: string): ScenarioDefinition {
  const step = findStep(definition, stepId);
  if (!step) return definition;
  const copy: NewStep = { id: copyId, type: step.type, version: step.version, config: step.config, branches: Object.keys(step.next) };
  const branch = Object.keys(step.next)[0];
  if (canMoveAlone(step) && copy.branches.length === 1 && branch !== undefined) return insertStep(definition, { stepId, branch }, copy);
  const slot = slotsInto(definition, stepId)[0];
  return slot ? insertStep(definition, slot, copy) : definition;
}
