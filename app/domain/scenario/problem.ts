import { z } from "zod";

/**
 * A reason why a scenario cannot be published, or a warning about it. `key` names the sentence in the locale files
 * (what is wrong and how to mend it); `path` is the place in the definition, as in a scenario file
 * (`steps[2].config.subject`).
 */
export interface Problem {
  severity: "error" | "warning";
  path: string;
  stepId?: string;
  entryPointId?: string;
  key: string;
  values?: Record<string, string | number>;
}

/** What warnings do to an activation: "ask" goes live only where there are none, "accept" has seen them. */
export const warningsChoice = z.enum(["ask", "accept"]);

export type WarningsChoice = z.infer<typeof warningsChoice>;
