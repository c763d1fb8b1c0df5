import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { dropUnreachable, ownedBy, wayOutOf } from "./reach";
import { findStep, redirect } from "./slot";

/** What takes the place of a deleted step: what follows it by one branch, or nothing of what is below it. */
export type Survivor = { branch: string } | "nothing";

/** Whether deleting the step needs the question which of its branches survives. */
export function needsSurvivor(definition: ScenarioDefinition, stepId: string): boolean {
  const step = findStep(definition, stepId);
  return step !== null && new Set(Object.values(step.next)).size > 1;
}

/** Removes a step; its followers move up. Without a survivor named, the first branch survives. */
export function deleteStep(definition: ScenarioDefinition, stepId: string, survivor?: Survivor): ScenarioDefinition {
  const step = findStep(definition, stepId);
  if (!step) return definition;
  const branch = survivor === undefined ? Object.keys(step.next)[0] : survivor === "nothing" ? undefined : survivor.branch;
  const follower = survivor === "nothing" ? wayOutOf(definition, ownedBy(definition, stepId)) : branch === undefined ? null : (step.next[branch] ?? null);
  const without = redirect(definition, (_, target) => (target === stepId ? follower : undefined));
  return dropUnreachable({ ...without, steps: without.steps.filter((other) => other.id !== stepId) });
}

/** Ids that the deletion would take away, the step itself among them. */
export function lostBy(definition: ScenarioDefinition, stepId: string, survivor?: Survivor): string[] {
  const kept = new Set(deleteStep(definition, stepId, survivor).steps.map((step) => step.id));
  return definition.steps.map((step) => step.id).filter((id) => !kept.has(id));
}
