import { AlertCircleIcon, AlertTriangleIcon, CheckCircleIcon } from "@shopify/polaris-icons";
import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { useSayProblem } from "~/components/use-say-problem";
import type { Problem } from "~/domain/scenario/problem";
import type { EditorStore } from "../editor-store";
import { useEditor, useEditorStore } from "../use-editor";
import { stepNodeKey, START_CARD } from "../model/layout";
import { findStep } from "../model/slot";
import { useSayWhere } from "../use-say-where";
import { PanelFrame } from "./panel-frame";
import styles from "./inspector.module.css";

/** All that keeps the scenario from going live: each names its step and the mend, and leads there. */
export function ChecksPanel() {
  const { t } = useTranslation("editor");
  const problems = useEditor((state) => state.problems);
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  return (
    <PanelFrame
      title={t("checks.title")}
      hint={errors.length > 0 ? t("checks.errors", { count: errors.length }) : t("checks.ready")}
      icon={errors.length > 0 ? <AlertCircleIcon /> : <CheckCircleIcon />}
      tone={errors.length > 0 ? "flow" : "customer"}
    >
      <BlockStack gap="400">
        {errors.length > 0 && <ProblemList name={t("checks.mustMend")} problems={errors} />}
        {warnings.length > 0 && <ProblemList name={t("checks.goodToKnow")} problems={warnings} />}
        {problems.length === 0 && <Text as="p" tone="subdued">{t("checks.nothing")}</Text>}
      </BlockStack>
    </PanelFrame>
  );
}

function ProblemList({ name, problems }: { name: string; problems: readonly Problem[] }) {
  const store = useEditorStore();
  const say = useSayProblem();
  const where = useSayWhere();
  return (
    <section className={styles.group}>
      <h3 className={styles.groupName}>{name}</h3>
      <ul className={styles.offers}>
        {problems.map((problem, at) => (
          <li key={at}>
            <button type="button" className={styles.problem} onClick={() => goTo(store, problem)}>
              <span className={styles.problemIcon} data-severity={problem.severity}>{problem.severity === "error" ? <AlertCircleIcon /> : <AlertTriangleIcon />}</span>
              <span>
                <span className={styles.problemWhere}>{where(problem)}</span>
                <span className={styles.problemText}>{say(problem)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function goTo(store: EditorStore, { stepId, entryPointId, path }: Problem): void {
  if (stepId !== undefined && findStep(store.definition, stepId)) {
    store.select({ is: "step", stepId });
    store.focus(stepNodeKey(stepId));
  } else if (entryPointId !== undefined) store.select({ is: "entry-point", entryPointId });
  else if (path.startsWith("settings")) store.select({ is: "settings" });
  else if (path === "entryPoints") store.select({ is: "entry-palette" });
  else if (path === "steps" || path === "firstStepId") store.select({ is: "palette", slot: { stepId: null, branch: "" } });
  else store.focus(START_CARD);
}
