import { useTranslation } from "react-i18next";
import type { EntryPointNode, StepNode } from "~/domain/scenario/definition";
import { entryPointFaceByName } from "~/entry-points/registry.ui";
import { stepFaceByName } from "~/steps/registry.ui";
import type { StepSaying } from "~/steps/step-face";
import { useEditorOptions } from "./editor-options";
import { useEditor } from "./use-editor";

export function useSaying(): StepSaying {
  const { t, i18n } = useTranslation(["steps", "entryPoints", "editor", "traits"]);
  return { t, options: useEditorOptions(), language: i18n.language };
}

/** The name of a type in words; the type itself where no face is known. */
export function stepTypeName(type: string, { t }: StepSaying): string {
  const face = stepFaceByName.get(type);
  return face ? t(face.name, { ns: "steps" }) : type;
}

export function entryPointTypeName(type: string, { t }: StepSaying): string {
  const face = entryPointFaceByName.get(type);
  return face ? t(face.name, { ns: "entryPoints" }) : type;
}

/** Where several of one type let customers in they are numbered, in their order. */
export function entryPointName(entryPoint: EntryPointNode, all: readonly EntryPointNode[], saying: StepSaying): string {
  const name = entryPointTypeName(entryPoint.type, saying);
  const alike = all.filter(({ type }) => type === entryPoint.type);
  return alike.length < 2 ? name : saying.t("editor:entry.numbered", { name, number: alike.findIndex(({ id }) => id === entryPoint.id) + 1 });
}

export function useEntryPointName(entryPoint: EntryPointNode, saying: StepSaying): string {
  return entryPointName(entryPoint, useEditor((state) => state.history.present.draft.definition.entryPoints), saying);
}

export function stepSummary(step: StepNode, saying: StepSaying): string {
  return summary(() => stepFaceByName.get(step.type)?.summary(step.config, saying), saying);
}

export function entryPointSummary(entryPoint: EntryPointNode, saying: StepSaying): string {
  return summary(() => entryPointFaceByName.get(entryPoint.type)?.summary(entryPoint.config, saying), saying);
}

export function branchName(step: StepNode, branch: string, saying: StepSaying): string {
  return summary(() => stepFaceByName.get(step.type)?.branchName?.(step.config, branch, saying) ?? branch, saying);
}

/** The links of a message's text; none of a step that sends none, or whose config is of another shape. */
export function linksOf(step: StepNode): readonly string[] {
  try {
    return stepFaceByName.get(step.type)?.links?.(step.config) ?? [];
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

/** An imported draft may carry a config of another shape; the checks say what is wrong with it, the card only that it is. */
function summary(say: () => string | undefined, { t }: StepSaying): string {
  try {
    return say() ?? t("editor:card.unknown");
  } catch (error) {
    if (error instanceof TypeError) return t("editor:card.unreadable");
    throw error;
  }
}
