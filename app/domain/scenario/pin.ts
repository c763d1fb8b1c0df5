import { z } from "zod";
import { walkSchema } from "./walk";

/** R40, as the merchant chooses it: everybody inside finishes on the version they are in, or those who stand in some of the steps that the save touches. */
export const staySchema = z.union([z.literal("everyone"), z.array(z.string().max(64)).max(500)]);
export type Stay = z.infer<typeof staySchema>;

export const pendingPinSchema = z.object({
  /** The version they finish on: the newest one until the save. */
  versionId: z.string(),
  /** When the version that they do not follow was published. */
  at: z.number(),
  everyone: z.boolean(),
  /** Steps that are there no more: nobody comes to them since, so whoever stands there is meant. */
  gone: z.array(z.string()),
  /** Steps that changed: meant is who came before. */
  changed: z.array(z.string()),
  /** Absent until it began. */
  walk: walkSchema.optional(),
});

export type PendingPin = z.infer<typeof pendingPinSchema>;

interface Standing {
  /** The version it entered by. */
  versionId: string;
  pinnedVersionId: string | null;
  stepId: string | null;
  enteredStepAt: number;
}

/**
 * The version a run goes on by, null for the newest. A pin that was chosen and not yet written to each run holds from the
 * moment of the save on. Who entered by the new version is never meant.
 */
export function pinOf(run: Standing, pending: PendingPin | undefined, newestVersionId: string): string | null {
  if (run.pinnedVersionId !== null) return run.pinnedVersionId;
  if (!pending || run.versionId === newestVersionId) return null;
  if (pending.everyone) return pending.versionId;
  if (run.stepId === null) return null;
  const meant = pending.gone.includes(run.stepId) || (pending.changed.includes(run.stepId) && run.enteredStepAt <= pending.at);
  return meant ? pending.versionId : null;
}
