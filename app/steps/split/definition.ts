import { z } from "zod";
import { checkSegment } from "~/domain/segment/check-segment";
import { segmentSchema } from "~/domain/segment/condition";
import { inSegment } from "~/domain/segment/in-segment";
import { needsOf } from "~/domain/segment/needs-of";
import type { CheckPlace, ConfigProblem, StepInput, StepResult, StepType } from "~/domain/scenario/step-type";

/** The branch that is always there, and always last. */
export const EVERYONE_ELSE = "everyone-else";
/** R23: at most 10 branches, this one among them. */
export const MOST_BRANCHES = 10;

const branchSchema = z.strictObject({
  /** Key of the way out; stays when the name or the order changes. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "an id is 1–64 lower-case letters, digits and hyphens").refine((id) => id !== EVERYONE_ELSE, "this id is taken by everyone else"),
  name: z.string().trim().max(80),
  segment: segmentSchema,
});

/** R23: branches in the order in which they are tried; the first that matches is taken. */
export const splitConfig = z.strictObject({
  branches: z.array(branchSchema).max(MOST_BRANCHES - 1).refine((branches) => new Set(branches.map(({ id }) => id)).size === branches.length, "two branches have the same id"),
});

export type SplitConfig = z.infer<typeof splitConfig>;
export type SplitBranch = z.infer<typeof branchSchema>;

function step({ config, facts, now }: StepInput<SplitConfig>): StepResult {
  const first = config.branches.find(({ segment }) => inSegment(segment, facts, now));
  return { do: "leave", branch: first?.id ?? EVERYONE_ELSE };
}

function check({ branches }: SplitConfig, { shop }: CheckPlace): ConfigProblem[] {
  if (branches.length === 0) return [{ severity: "warning", path: "branches", key: "split-no-branches" }];
  return branches.flatMap(({ name, segment }, index): ConfigProblem[] => [
    ...(name === "" ? [{ severity: "error" as const, path: `branches[${index}].name`, key: "split-no-name", values: { number: index + 1 } }] : []),
    ...checkSegment(segment, shop).map((problem) => ({ ...problem, path: `branches[${index}].segment.${problem.path}` })),
  ]);
}

const defaults: SplitConfig = { branches: [] };

export const split = {
  type: "split",
  version: 1,
  category: "flow",
  icon: "PersonSegmentIcon",
  config: splitConfig,
  defaults,
  branches: (config: SplitConfig) => [...config.branches.map(({ id }) => id), EVERYONE_ELSE],
  needs: (config: SplitConfig) => needsOf(config.branches.map(({ segment }) => segment)),
  step,
  check,
} satisfies StepType<"split", typeof splitConfig>;
