import { z } from "zod";

const instant = z.number().int().nonnegative();

/** What an app process says on the clock connection: who it is, then that it has done everything due at the instant of tick `ack`. */
export const processMessage = z.union([
  z.object({ hello: z.string().min(1).max(64), pid: z.number().int().positive() }),
  z.object({ ack: z.number().int().nonnegative(), nextDueAt: instant.nullable() }),
]);

export type ProcessMessage = z.infer<typeof processMessage>;

/** What the store says: the domain clock reads `now`, and ticks on in real time unless `frozen`. */
export interface Tick {
  id: number;
  now: number;
  frozen: boolean;
}
