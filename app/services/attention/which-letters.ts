import { z } from "zod";

/** One dead letter, or all of one step. */
export const whichLetters = z.union([
  z.object({ id: z.string().min(1).max(64) }),
  z.object({ scenarioId: z.string().min(1).max(64), stepId: z.string().max(64) }),
]);

export type WhichLetters = z.infer<typeof whichLetters>;
