import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { StepNode } from "~/domain/scenario/definition";
import { stepFaceByName } from "~/steps/registry.ui";
import { stepTypeByName } from "~/steps/registry";
import { stepSummary, stepTypeName, useSaying } from "../describe-node";
import { useEditor, useEditorStore } from "../use-editor";
import { stepNodeKey } from "../model/layout";
import { countProblems, ProblemBadge, worstOf } from "../problem-badge";
import styles from "./canvas.module.css";

/** A step on the canvas. It draws itself again only when its own step, choice or problems change. */
export const StepCard = memo(function StepCard({ data }: NodeProps & { data: { stepId: string } }) {
  const { stepId } = data;
  const store = useEditorStore();
  const { t } = useTranslation("editor");
  const step = useEditor((state) => state.history.present.draft.definition.steps.find(({ id }) => id === stepId));
  const chosen = useEditor((state) => state.selection?.is === "step" && state.selection.stepId === stepId);
  const tabStop = useEditor((state) => state.focusKey === stepNodeKey(stepId));
  const lifted = useEditor((state) => state.move?.stepId === stepId);
  const errors = useEditor((state) => countProblems(state.problems, "stepId", stepId, "error"));
  const warnings = useEditor((state) => countProblems(state.problems, "stepId", stepId, "warning"));
  const saying = useSaying();
  if (!step) return null;
  const name = stepTypeName(step.type, saying);
  const summary = stepSummary(step, saying);
  const problems = errors + warnings > 0 ? t("card.problems", { count: errors + warnings }) : "";
  return (
    <button
      type="button"
      className={`${styles.card} nodrag`}
      data-step-card={stepId}
      data-node-key={stepNodeKey(stepId)}
      data-chosen={chosen}
      data-lifted={lifted}
      data-wrong={errors > 0}
      tabIndex={tabStop ? 0 : -1}
      aria-label={t("card.label", { name, summary, problems })}
      aria-current={chosen ? "true" : undefined}
      onFocus={() => store.focused(stepNodeKey(stepId))}
      onClick={() => store.select({ is: "step", stepId })}
    >
      <CardFace step={step} name={name} summary={summary} />
      <ProblemBadge errors={errors} warnings={warnings} severity={worstOf(errors)} />
    </button>
  );
});

export function CardFace({ step, name, summary }: { step: StepNode; name: string; summary: string }) {
  const Icon = stepFaceByName.get(step.type)?.icon;
  return (
    <>
      <span className={styles.icon} data-tone={stepTypeByName.get(step.type)?.category}>{typeof Icon === "function" ? <Icon /> : null}</span>
      <span className={styles.words}>
        <span className={styles.title}>{name}</span>
        <span className={styles.summary}>{summary}</span>
      </span>
    </>
  );
}
