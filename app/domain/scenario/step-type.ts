import type { z } from "zod";
import type { Facts, Need } from "~/domain/engine/facts";
import type { Instant } from "~/domain/instant";

/** What the outside has to do for a run. The engine gives each its id `runId:seq:index`, unique in the database. */
export type Effect =
  | { kind: "send-message"; channel: "email" };

export interface StepInput<Config> {
  config: Config;
  stepId: string;
  /** When the run entered this step. */
  enteredStepAt: Instant;
  /** Time in which its clock rested (R9). */
  heldMs: number;
  now: Instant;
  facts: Facts;
  /** Effects this run has asked for in this step and what became of them; empty on arrival. */
  outcome: EffectOutcome | null;
}

export interface EffectOutcome {
  status: "handed-over" | "suppressed" | "failed" | "unknown" | "cancelled";
  reason: string | null;
}

export type StepResult =
  /** Stands here until the instant. */
  | { do: "wait"; until: Instant }
  /** Asks for effects and stands here until the outcome of the last of them is known. */
  | { do: "ask"; effects: Effect[] }
  | { do: "leave"; branch: string; detail?: Record<string, unknown> }
  /** Ends the run here, before its way is through. */
  | { do: "remove"; reason: string; detail?: Record<string, unknown> };

export type StepCategory = "message" | "flow" | "customer";

/** All a step type is, but for its face (`ui.tsx`). `step()` is pure. */
export interface StepType<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  type: Type;
  version: number;
  category: StepCategory;
  /** Name of a Polaris icon. */
  icon: string;
  config: Schema;
  defaults: z.infer<Schema>;
  /** Keys of the branches, in order; the editor draws one way out for each. */
  branches(config: z.infer<Schema>): string[];
  needs(config: z.infer<Schema>): readonly Need[];
  step(input: StepInput<z.infer<Schema>>): StepResult;
  /** Checks beyond the config's shape; messages are keys of the locale files. */
  check?(config: z.infer<Schema>): ConfigProblem[];
}

export interface ConfigProblem {
  severity: "error" | "warning";
  /** Below `config`, for example `subject` or `segments[0].conditions`. */
  path: string;
  key: string;
  values?: Record<string, string | number>;
}
