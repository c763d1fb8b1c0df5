import { z } from "zod";

/** One dead letter, all of one step, or all of their kind. */
export const whichLetters = z.union([
  z.object({ id: z.string().min(1).max(64) }),
  z.object({ all: z.literal(true) }),
  z.object({ scenarioId: z.string().min(1).max(64), stepId: z.string().max(64) }),
]);

export type WhichLetters = z.infer<typeof whichLetters>;
