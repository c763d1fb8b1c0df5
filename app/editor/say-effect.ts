import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { EntryPointNode, StepNode } from "~/domain/scenario/definition";
import type { PlanEffect } from "~/domain/scenario/plan-change";
import { entryPointSummary, entryPointTypeName, stepSummary, stepTypeName, useSaying } from "./describe-node";

/** R40: one thing that a save does, in a sentence. */
export function useSayEffect(): (effect: PlanEffect) => string {
  const { t } = useTranslation("editor");
  const saying = useSaying();
  return useCallback((effect) => {
    const nameOf = (step: StepNode) => t("plan.named", { name: stepTypeName(step.type, saying), summary: stepSummary(step, saying) });
    const entryName = (entry: EntryPointNode) => t("plan.named", { name: entryPointTypeName(entry.type, saying), summary: entryPointSummary(entry, saying) });
    const { kind, count } = effect;
    switch (kind) {
      case "exits-changed": return t(`plan.${kind}`, { count });
      case "entry-point-changed":
      case "entry-point-deleted": return t(`plan.${kind}`, { count, name: entryName(effect.entryPoint) });
      case "wait-changed": {
        const waits = t(`plan.${kind}`, { count, name: nameOf(effect.step) });
        return effect.atOnce > 0 ? `${waits} ${t("plan.atOnce", { count: effect.atOnce })}` : waits;
      }
      default: return t(`plan.${kind}`, { count, name: nameOf(effect.step) });
    }
  }, [t, saying]);
}
