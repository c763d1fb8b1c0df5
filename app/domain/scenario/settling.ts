import { z } from "zod";

/**
 * What a change of status or version still owes those inside a scenario. It is stored in the transaction of the change
 * and done piece by piece afterwards, so that neither a crash nor another change in between leaves anybody behind.
 */
export const settlingSchema = z.object({
  /** R9: what becomes of them: all are held, removed, or let go on. */
  inside: z.enum(["hold", "remove", "release"]).optional(),
  /** R9: of those let go, what becomes of the ones who are overdue; absent where they go on at once. */
  overdue: z.object({
    do: z.enum(["spread", "remove"]),
    /** By step, the last start of a clock whose wait is over. */
    starts: z.record(z.string(), z.number()),
    /** Milliseconds over which they are spread. */
    over: z.number(),
    total: z.number(),
    done: z.number(),
  }).optional(),
  /** R38, R39: steps that a new version took away or changed; runs up to `after`, in the order of their ids, were looked at. */
  lookAgain: z.object({ gone: z.array(z.string()), changed: z.array(z.string()), after: z.string() }).optional(),
});

export type Settling = z.infer<typeof settlingSchema>;

/** Null where nothing is owed. */
export const readSettling = (stored: string | null): Settling => (stored === null ? {} : settlingSchema.parse(JSON.parse(stored)));

export function writeSettling(settling: Settling): string | null {
  return settling.inside === undefined && settling.lookAgain === undefined ? null : JSON.stringify(settling);
}
