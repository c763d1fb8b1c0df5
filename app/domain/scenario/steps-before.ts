import type { StepNode } from "./definition";

/** The steps from which a way leads to this one, in the order in which they were added. Survives ways that go round. */
export function stepsBefore(steps: readonly StepNode[], stepId: string): StepNode[] {
  const before = new Set<string>();
  const open = [stepId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const step of steps) {
      if (before.has(step.id) || !Object.values(step.next).includes(id)) continue;
      before.add(step.id);
      open.push(step.id);
    }
  }
  return steps.filter(({ id }) => before.has(id));
}
