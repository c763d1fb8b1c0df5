import { useCallback } from "react";
import { useDynamicText } from "~/components/dynamic-text";
import type { Problem } from "~/domain/scenario/problem";
import type { StepProblem } from "~/steps/step-face";
import { useTranslation } from "react-i18next";

/** The sentence of a problem: what is wrong and how to mend it. Keys without a namespace are the editor's. */
export function useSayProblem(): (problem: Problem) => string {
  const say = useDynamicText();
  const { t } = useTranslation("editor");
  return useCallback(
    (problem) => say(problem.key.includes(":") ? problem.key : `editor:problem.${problem.key}`, t("problem.other"), problem.values),
    [say, t],
  );
}

/** The problems of one step or entry point, with their paths below its config. */
export function problemsOf(problems: readonly Problem[], by: "stepId" | "entryPointId", id: string, say: (problem: Problem) => string): StepProblem[] {
  return problems
    // An unfinished field says by itself what is wrong.
    .filter((problem) => problem[by] === id && problem.key !== "field-unfinished")
    .map((problem) => ({ severity: problem.severity, path: /\.config\.?(.*)$/.exec(problem.path)?.[1] ?? "", text: say(problem) }));
}
