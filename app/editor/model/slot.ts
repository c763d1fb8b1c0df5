import type { ScenarioDefinition, StepNode } from "~/domain/scenario/definition";

/** A way out: of a step by one of its branches, or of the entry points (`stepId` null). Steps are inserted and moved into slots. */
export interface Slot {
  stepId: string | null;
  branch: string;
}

export const START: Slot = { stepId: null, branch: "" };

export function slotKey(slot: Slot): string {
  return slot.stepId === null ? "start" : `${slot.stepId}/${slot.branch}`;
}

export function sameSlot(a: Slot, b: Slot): boolean {
  return a.stepId === b.stepId && a.branch === b.branch;
}

export function findStep(definition: ScenarioDefinition, stepId: string): StepNode | null {
  return definition.steps.find((step) => step.id === stepId) ?? null;
}

/** Where the slot leads; null where the scenario ends. A slot that does not exist leads nowhere (undefined). */
export function targetOf(definition: ScenarioDefinition, slot: Slot): string | null | undefined {
  if (slot.stepId === null) return definition.firstStepId;
  return findStep(definition, slot.stepId)?.next[slot.branch];
}

/** Every slot of the scenario, in the order of the steps and of their branches. */
export function allSlots(definition: ScenarioDefinition): Slot[] {
  return [
    START,
    ...definition.steps.flatMap((step) => Object.keys(step.next).map((branch) => ({ stepId: step.id, branch }))),
  ];
}

export function slotsInto(definition: ScenarioDefinition, stepId: string): Slot[] {
  return allSlots(definition).filter((slot) => targetOf(definition, slot) === stepId);
}

/** Leads every slot that `choose` names to its new target; a slot for which it answers undefined stays. */
export function redirect(definition: ScenarioDefinition, choose: (slot: Slot, target: string | null) => string | null | undefined): ScenarioDefinition {
  const first = choose(START, definition.firstStepId);
  return {
    ...definition,
    firstStepId: first === undefined ? definition.firstStepId : first,
    steps: definition.steps.map((step) => redirectStep(step, choose)),
  };
}

function redirectStep(step: StepNode, choose: (slot: Slot, target: string | null) => string | null | undefined): StepNode {
  let next: StepNode["next"] | null = null;
  for (const [branch, target] of Object.entries(step.next)) {
    const chosen = choose({ stepId: step.id, branch }, target);
    if (chosen !== undefined && chosen !== target) next = { ...(next ?? step.next), [branch]: chosen };
  }
  return next ? { ...step, next } : step;
}

export function setTarget(definition: ScenarioDefinition, slot: Slot, target: string | null): ScenarioDefinition {
  return redirect(definition, (other) => (sameSlot(other, slot) ? target : undefined));
}
