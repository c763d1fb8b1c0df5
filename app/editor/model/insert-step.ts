import type { ScenarioDefinition, StepNode } from "~/domain/scenario/definition";
import { redirect, sameSlot, targetOf, type Slot } from "./slot";

/** A step about to be placed: its branches are the type's answer for its config. */
export interface NewStep {
  id: string;
  type: string;
  version: number;
  config: unknown;
  branches: readonly string[];
}

/**
 * Puts a step into a slot. All its branches go on with what stood there, so that an insertion takes nothing away from
 * anybody; the branches part when the merchant adds to one of them.
 */
export function insertStep(definition: ScenarioDefinition, slot: Slot, step: NewStep): ScenarioDefinition {
  const target = targetOf(definition, slot);
  if (target === undefined) return definition;
  const node: StepNode = {
    id: step.id,
    type: step.type,
    version: step.version,
    config: step.config,
    next: Object.fromEntries(step.branches.map((branch) => [branch, target])),
  };
  return placeIn({ ...definition, steps: [...definition.steps, node] }, slot, node.id, new Set([node.id]), target);
}

/** Leads the slot to `rootId`, and every open end of the members to what the slot led to before. */
export function placeIn(
  definition: ScenarioDefinition,
  slot: Slot,
  rootId: string,
  members: ReadonlySet<string>,
  before: string | null,
): ScenarioDefinition {
  return redirect(definition, (other, target) => {
    if (sameSlot(other, slot)) return rootId;
    if (other.stepId !== null && members.has(other.stepId) && target === null) return before;
    return undefined;
  });
}
