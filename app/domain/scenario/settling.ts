import { z } from "zod";
import { pendingPinSchema } from "./pin";
import { walkOfAllSchema, walkSchema } from "./walk";

/** Waits that a new version changed, whose people get a new time (R38). */
const rescheduleSchema = z.object({
  /** When the version was published. */
  at: z.number(),
  /** Steps still to be done, by id. */
  steps: z.array(z.string()),
  /** In the first of them, runs up to this one, in the order of their ids, have their new time. */
  after: z.string(),
  /** Milliseconds from one of those who are due at once to the next; 0 lets all of them go at once. */
  spacing: z.number().int().min(0),
  /** How many of those who are due at once got their time. */
  done: z.number(),
});

/**
 * What a change of status or version still owes those inside a scenario. It is stored in the transaction of the change
 * and done piece by piece afterwards, so that neither a crash nor another change in between leaves anybody behind.
 */
export const settlingSchema = z.object({
  /** R40: who finishes on the version before; done before all else. */
  pin: pendingPinSchema.optional(),
  /** R9: what becomes of them: all are held, removed, or let go on. */
  inside: z.enum(["hold", "remove", "release"]).optional(),
  /** How far the walk came by which they are held or let go, or those among them looked for who are overdue; absent until it began. */
  reached: walkOfAllSchema.optional(),
  /** R9: of those let go, what becomes of the ones who are overdue; absent where they go on at once. */
  overdue: z.object({
    do: z.enum(["spread", "remove", "skip"]),
    /** By step, the last start of a clock whose wait is over. */
    starts: z.record(z.string(), z.number()),
    /** The same by the version to which runs are pinned. */
    pinnedStarts: z.record(z.string(), z.record(z.string(), z.number())).optional(),
    /** Milliseconds over which they are spread. */
    over: z.number(),
    total: z.number(),
    done: z.number(),
  }).optional(),
  reschedule: rescheduleSchema.optional(),
  /** R38, R39: steps that a new version took away or changed. */
  lookAgain: z.object({ gone: z.array(z.string()), changed: z.array(z.string()), walk: walkSchema.optional() }).optional(),
  /** R40: those who finish on these older versions are brought to the newest. */
  bringUp: z.object({
    versions: z.array(z.string()),
    /** Of the first version; absent until it began. */
    walk: walkSchema.optional(),
  }).optional(),
});

export type Settling = z.infer<typeof settlingSchema>;
export type Reschedule = z.infer<typeof rescheduleSchema>;

/** Null where nothing is owed. */
export const readSettling = (stored: string | null): Settling => (stored === null ? {} : settlingSchema.parse(JSON.parse(stored)));

export function writeSettling({ overdue, reached, ...settling }: Settling): string | null {
  const owed = { ...settling, ...(settling.inside ? { reached } : {}), ...(settling.inside === "release" ? { overdue } : {}) };
  return Object.values(owed).every((part) => part === undefined) ? null : JSON.stringify(owed);
}
