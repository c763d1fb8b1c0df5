import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "~/domain/scenario/problem";
import { useDynamicText } from "./dynamic-text";

/** The sentence of a problem: what is wrong and how to mend it. Keys without a namespace are the editor's. */
export function useSayProblem(): (problem: Problem) => string {
  const say = useDynamicText();
  const { t } = useTranslation("editor");
  return useCallback(
    (problem) => say(problem.key.includes(":") ? problem.key : `editor:problem.${problem.key}`, t("problem.other"), problem.values),
    [say, t],
  );
}
