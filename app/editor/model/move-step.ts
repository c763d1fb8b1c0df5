import type { ScenarioDefinition, StepNode } from "~/domain/scenario/definition";
import { placeIn } from "./insert-step";
import { dropUnreachable, leadsTo, ownedBy, wayOutOf } from "./reach";
import { findStep, redirect, setTarget, slotKey, START, targetOf, type Slot } from "./slot";

export type MoveScope = "alone" | "with-below";

/** A step whose branches part can only be moved with everything below: alone it would leave its branches without a head. */
export function canMoveAlone(step: StepNode): boolean {
  return new Set(Object.values(step.next)).size <= 1;
}

/** Whether the slot can take the step: not below what moves, and not where it already stands. */
export function canMoveTo(definition: ScenarioDefinition, stepId: string, slot: Slot, scope: MoveScope): boolean {
  const step = findStep(definition, stepId);
  const target = targetOf(definition, slot);
  if (!step || target === undefined || target === stepId) return false;
  if (scope === "alone") return canMoveAlone(step) && slot.stepId !== stepId;
  return slot.stepId === null || !ownedBy(definition, stepId).has(slot.stepId);
}

/**
 * Moves a step, alone (its followers move up) or with everything that is reached through it alone. It keeps its id, so
 * that the customers standing in it follow (R39). A move that is not possible answers the definition unchanged.
 */
export function moveStep(definition: ScenarioDefinition, stepId: string, slot: Slot, scope: MoveScope): ScenarioDefinition {
  if (!canMoveTo(definition, stepId, slot, scope)) return definition;
  const step = findStep(definition, stepId);
  if (!step) return definition;
  const moved = scope === "alone" ? new Set([stepId]) : ownedBy(definition, stepId);
  const followers = scope === "alone" ? (Object.values(step.next)[0] ?? null) : wayOutOf(definition, moved);
  const lifted = redirect(definition, (from, target) => {
    if (from.stepId !== null && moved.has(from.stepId)) return target !== null && !moved.has(target) ? null : undefined;
    return target === stepId ? followers : undefined;
  });
  const before = targetOf(lifted, slot) ?? null;
  return dropUnreachable(placeIn(lifted, slot, stepId, moved, before));
}

/** Whether the slot may lead on to a step that is already there, without going round in a circle. */
export function canJoin(definition: ScenarioDefinition, slot: Slot, stepId: string): boolean {
  const target = targetOf(definition, slot);
  if (target === undefined || target === stepId || !findStep(definition, stepId)) return false;
  return slot.stepId === null ? false : !leadsTo(definition, stepId, slot.stepId);
}

/** Leads the slot on to a step that is already there, or to the end; what nothing leads to any more goes. */
export function joinTo(definition: ScenarioDefinition, slot: Slot, stepId: string | null): ScenarioDefinition {
  if (stepId !== null && !canJoin(definition, slot, stepId)) return definition;
  return dropUnreachable(setTarget(definition, slot, stepId));
}

/** Keys of all the slots that can take the step, found in one go: asked once when a drag begins. */
export function slotsTaking(definition: ScenarioDefinition, stepId: string, scope: MoveScope): Map<string, Slot> {
  const step = findStep(definition, stepId);
  const taking = new Map<string, Slot>();
  if (!step || (scope === "alone" && !canMoveAlone(step))) return taking;
  const owned = scope === "alone" ? new Set([stepId]) : ownedBy(definition, stepId);
  const add = (slot: Slot, target: string | null) => {
    if (target !== stepId && (slot.stepId === null || !owned.has(slot.stepId))) taking.set(slotKey(slot), slot);
  };
  add(START, definition.firstStepId);
  for (const other of definition.steps) {
    for (const [branch, target] of Object.entries(other.next)) add({ stepId: other.id, branch }, target);
  }
  return taking;
}
