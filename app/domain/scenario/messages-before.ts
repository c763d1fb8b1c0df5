import type { StepNode } from "./definition";
import { stepsBefore } from "./steps-before";

/** Ids of the message steps from which a way leads to this step, in the order in which they were added. */
export function messagesBefore(steps: readonly StepNode[], stepId: string, sends: (type: string) => boolean): string[] {
  return stepsBefore(steps, stepId).filter(({ type }) => sends(type)).map(({ id }) => id);
}
