import type { Figures, StepFigures } from "./figures";

/** Below this share of completed runs the statistics ask why (R4). */
const FEW_COMPLETED = 0.25;
const ENOUGH_TO_JUDGE = 20;

/**
 * R4: many started and few completed. Answers the step in which most people stand, or null while too few have started
 * to say, or enough complete, or nobody stands anywhere.
 */
export function whereToLook<Step extends StepFigures>(figures: Figures, steps: readonly Step[]): Step | null {
  if (figures.started < ENOUGH_TO_JUDGE || figures.completed >= figures.started * FEW_COMPLETED) return null;
  const fullest = steps.reduce<Step | null>((most, step) => (step.standing > (most?.standing ?? 0) ? step : most), null);
  return fullest;
}
