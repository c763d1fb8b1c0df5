import { Button } from "@shopify/polaris";
import { XIcon } from "@shopify/polaris-icons";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ScenarioDefinition, StepNode } from "~/domain/scenario/definition";
import { branchName, entryPointSummary, entryPointTypeName, stepSummary, stepTypeName, useSaying } from "./describe-node";
import { useEditor, useEditorStore } from "./use-editor";
import { stepNodeKey } from "./model/layout";
import { stepsById } from "./model/reach";
import styles from "./scenario-editor.module.css";

/** The scenario as a nested list: the same as the canvas for those who read or hear it line by line. */
export function Outline({ onClose }: { onClose(): void }) {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const saying = useSaying();
  const definition = useEditor((state) => state.history.present.draft.definition);
  const selection = useEditor((state) => state.selection);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <nav className={styles.outline} aria-label={t("outline.title")} onKeyDown={(event) => event.key === "Escape" && onClose()}>
      <div className={styles.outlineHead}>
        <h2 ref={heading} tabIndex={-1}>{t("outline.title")}</h2>
        <Button variant="tertiary" icon={XIcon} accessibilityLabel={t("outline.close")} onClick={onClose} />
      </div>
      <div className={styles.outlineBody}>
        <ol>
          {definition.entryPoints.map((entryPoint) => (
            <li key={entryPoint.id}>
              <Item
                name={entryPointTypeName(entryPoint.type, saying)}
                summary={entryPointSummary(entryPoint, saying)}
                current={selection?.is === "entry-point" && selection.entryPointId === entryPoint.id}
                onChoose={() => store.select({ is: "entry-point", entryPointId: entryPoint.id })}
              />
            </li>
          ))}
        </ol>
        <Ways definition={definition} />
      </div>
    </nav>
  );
}

function Ways({ definition }: { definition: ScenarioDefinition }) {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const saying = useSaying();
  const selection = useEditor((state) => state.selection);
  const steps = stepsById(definition);
  const told = new Set<string>();
  const choose = (stepId: string) => {
    store.select({ is: "step", stepId });
    store.set({ focusKey: stepNodeKey(stepId) });
  };
  const way = (from: string | null): ReactNode => {
    const items: ReactNode[] = [];
    let next = from;
    for (let step = next === null ? undefined : steps.get(next); ; step = next === null ? undefined : steps.get(next)) {
      if (!step) {
        items.push(<li key="end" className={styles.outlineNote}>{t("end")}</li>);
        break;
      }
      if (told.has(step.id)) {
        items.push(<li key="join" className={styles.outlineNote}>{t("outline.goesOnWith", { name: stepTypeName(step.type, saying), summary: stepSummary(step, saying) })}</li>);
        break;
      }
      told.add(step.id);
      const branches: [string, string | null][] = Object.entries(step.next);
      items.push(<li key={step.id}>{item(step)}{branches.length > 1 && parts(step, branches)}</li>);
      if (branches.length > 1) break;
      next = branches[0]?.[1] ?? null;
    }
    return <ol>{items}</ol>;
  };
  const item = (step: StepNode) => (
    <Item name={stepTypeName(step.type, saying)} summary={stepSummary(step, saying)} current={selection?.is === "step" && selection.stepId === step.id} onChoose={() => choose(step.id)} />
  );
  const parts = (step: StepNode, branches: [string, string | null][]) =>
    branches.map(([branch, target]) => (
      <div key={branch}>
        <p className={styles.outlineBranch}>{branchName(step, branch, saying)}</p>
        {way(target)}
      </div>
    ));
  return way(definition.firstStepId);
}

function Item({ name, summary, current, onChoose }: { name: string; summary: string; current: boolean; onChoose(): void }) {
  return (
    <button type="button" className={styles.outlineItem} aria-current={current ? "true" : undefined} onClick={onChoose}>
      <strong>{name}</strong>
      <span>{summary}</span>
    </button>
  );
}
