import { useTranslation } from "react-i18next";
import type { Problem } from "~/domain/scenario/problem";
import { entryPointName, stepSummary, stepTypeName, useSaying } from "./describe-node";
import { findStep } from "./model/slot";
import { useEditor } from "./use-editor";

/** Names what a problem is about: a step, an entry point, the settings, or the whole scenario. */
export function useSayWhere(): (problem: Problem) => string {
  const { t } = useTranslation("editor");
  const saying = useSaying();
  const definition = useEditor((state) => state.history.present.draft.definition);
  return ({ stepId, entryPointId, path }) => {
    const step = stepId === undefined ? null : findStep(definition, stepId);
    if (step) return t("checks.step", { name: stepTypeName(step.type, saying), summary: stepSummary(step, saying) });
    const entryPoint = definition.entryPoints.find(({ id }) => id === entryPointId);
    if (entryPoint) return entryPointName(entryPoint, definition.entryPoints, saying);
    return path.startsWith("settings") ? t("settings.title") : t("checks.scenario");
  };
}
