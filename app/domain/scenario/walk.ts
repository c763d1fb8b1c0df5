import { z } from "zod";

/** How far a walk over the people of a scenario came: the steps still to be done (null: the door), and the last run done in the first of them. */
export const walkSchema = z.object({ steps: z.array(z.string().nullable()), after: z.string() });

export type Walk = z.infer<typeof walkSchema>;
