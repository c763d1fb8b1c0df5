import { z } from "zod";

export const MOST_SPREAD_HOURS = 168;

/**
 * R9: what becomes, on activating again, of those whose wait was over while they were held: they go on at once, evenly
 * spread over hours, at once but past the messages that came due meanwhile, or leave. "ask" activates only where nobody is overdue.
 */
export const overdueChoice = z.discriminatedUnion("do", [
  z.object({ do: z.enum(["ask", "now", "skip", "remove"]) }),
  z.object({ do: z.literal("spread"), hours: z.number().int().min(1).max(MOST_SPREAD_HOURS) }),
]);

export type OverdueChoice = z.infer<typeof overdueChoice>;
