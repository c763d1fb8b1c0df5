import { z } from "zod";

/** How far a walk over the people of a scenario came: the steps still to be done (null: the door), and the last run done in the first of them. */
export const walkSchema = z.object({ steps: z.array(z.string().nullable()), after: z.string() });

export type Walk = z.infer<typeof walkSchema>;

/** How far a walk over everybody inside a scenario came: where people stood when it began and it has not been, and the last run done in the first of these. */
export const walkOfAllSchema = z.object({
  places: z.array(z.object({ stepId: z.string().nullable(), pinnedTo: z.string().nullable() })),
  after: z.string(),
});

export type WalkOfAll = z.infer<typeof walkOfAllSchema>;
