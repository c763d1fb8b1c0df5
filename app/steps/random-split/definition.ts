import { z } from "zod";
import { murmur3 } from "~/domain/random/murmur3";
import type { ConfigProblem, StepInput, StepResult, StepType } from "~/domain/scenario/step-type";

export const FEWEST_WAYS = 2;
export const MOST_WAYS = 10;

const waySchema = z.strictObject({
  /** Key of the way out; stays when the name or the order changes. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "an id is 1–64 lower-case letters, digits and hyphens"),
  name: z.string().trim().max(80),
  percent: z.number().int().min(1).max(99),
});

/** R31: ways taken by chance, each by its percentage; together they are 100. */
export const randomSplitConfig = z.strictObject({
  branches: z.array(waySchema).min(FEWEST_WAYS).max(MOST_WAYS).refine((branches) => new Set(branches.map(({ id }) => id)).size === branches.length, "two branches have the same id"),
});

export type RandomSplitConfig = z.infer<typeof randomSplitConfig>;

/** Chance that is always the same for a customer in a step of a scenario: whoever comes again goes the same way. */
function step({ config: { branches }, scenarioId, stepId, customerId }: StepInput<RandomSplitConfig>): StepResult {
  const total = sumOf(branches);
  const lot = (murmur3(`${scenarioId}/${stepId}/${customerId}`) / 2 ** 32) * total;
  let upTo = 0;
  for (const { id, percent } of branches) {
    upTo += percent;
    if (lot < upTo) return { do: "leave", branch: id };
  }
  throw new Error("a lot lies beyond the last of the branches");
}

const sumOf = (branches: RandomSplitConfig["branches"]) => branches.reduce((sum, { percent }) => sum + percent, 0);

function check({ branches }: RandomSplitConfig): ConfigProblem[] {
  const sum = sumOf(branches);
  return [
    ...(sum === 100 ? [] : [{ severity: "error" as const, path: "branches", key: "steps:randomSplit.problem.sum", values: { sum } }]),
    ...branches.flatMap(({ name }, index): ConfigProblem[] => (name === "" ? [{ severity: "error", path: `branches[${index}].name`, key: "steps:randomSplit.problem.noName", values: { number: index + 1 } }] : [])),
  ];
}

const defaults: RandomSplitConfig = { branches: [{ id: "a", name: "A", percent: 50 }, { id: "b", name: "B", percent: 50 }] };

export const randomSplit = {
  type: "random-split",
  version: 1,
  category: "flow",
  icon: "MergeIcon",
  config: randomSplitConfig,
  defaults,
  branches: (config: RandomSplitConfig) => config.branches.map(({ id }) => id),
  needs: () => [],
  step,
  check,
} satisfies StepType<"random-split", typeof randomSplitConfig>;
