import { z } from "zod";
import type { CustomEvent } from "./event-definition";

/** A custom event as a run keeps it in the context of its trigger. */
export const storedEvent: z.ZodType<CustomEvent> = z.object({
  name: z.string(),
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.object({ minor: z.number(), currency: z.string() })])),
});
