import type { Problem } from "~/domain/scenario/problem";
import type { StepProblem } from "~/steps/step-face";

/** The problems of one step or entry point, with their paths below its config. */
export function problemsOf(problems: readonly Problem[], by: "stepId" | "entryPointId", id: string, say: (problem: Problem) => string): StepProblem[] {
  return problems
    // An unfinished field says by itself what is wrong.
    .filter((problem) => problem[by] === id && problem.key !== "field-unfinished")
    .map((problem) => ({ severity: problem.severity, path: /\.config\.?(.*)$/.exec(problem.path)?.[1] ?? "", text: say(problem) }));
}
