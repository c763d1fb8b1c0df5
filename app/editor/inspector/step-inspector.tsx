import { Banner, Button, Text } from "@shopify/polaris";
import { ArrowDiagonalIcon, DeleteIcon, DuplicateIcon } from "@shopify/polaris-icons";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSayProblem } from "~/components/use-say-problem";
import { entryPointTypes } from "~/entry-points/registry";
import { givenByEntry } from "~/domain/scenario/given-to";
import { messagesBefore } from "~/domain/scenario/messages-before";
import { stepTypeByName } from "~/steps/registry";
import { stepFaceByName } from "~/steps/registry.ui";
import { linksOf, stepSummary, stepTypeName, useSaying } from "../describe-node";
import { useEditor, useEditorStore } from "../use-editor";
import { lostByBranches } from "../model/change-step";
import { problemsOf } from "../problems-of";
import { PanelBoundary } from "./panel-boundary";
import { PanelFrame } from "./panel-frame";
import { UnfinishedFields } from "./unfinished-fields";
import styles from "./inspector.module.css";

export function StepInspector({ stepId }: { stepId: string }) {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const saying = useSaying();
  const say = useSayProblem();
  const steps = useEditor((state) => state.history.present.draft.definition.steps);
  const step = steps.find(({ id }) => id === stepId);
  const before = useMemo(() => messagesBefore(steps, stepId, (type) => stepTypeByName.get(type)?.category === "message"), [steps, stepId]);
  const entryPoints = useEditor((state) => state.history.present.draft.definition.entryPoints);
  const byEntry = useMemo(() => givenByEntry(entryPoints, { entryPoints: entryPointTypes }, saying.options), [entryPoints, saying.options]);
  const all = useEditor((state) => state.problems);
  const problems = useMemo(() => problemsOf(all, "stepId", stepId, say), [all, stepId, say]);
  if (!step) return null;
  const face = stepFaceByName.get(step.type);
  const Icon = face?.icon;
  const elsewhere = problems.filter(({ path }) => path === "");
  return (
    <PanelFrame
      title={stepTypeName(step.type, saying)}
      {...(face ? { hint: saying.t(face.hint, { ns: "steps" }) } : {})}
      icon={typeof Icon === "function" ? <Icon /> : null}
      tone={stepTypeByName.get(step.type)?.category ?? "flow"}
      foot={
        <>
          <Button icon={ArrowDiagonalIcon} onClick={() => store.startMove(stepId, "choosing", "alone")}>{t("inspector.move")}</Button>
          <Button icon={DuplicateIcon} onClick={() => store.duplicate(stepId)}>{t("inspector.duplicate")}</Button>
          <span className={styles.spring} />
          <Button icon={DeleteIcon} tone="critical" accessibilityLabel={t("inspector.deleteStep")} onClick={() => store.requestDelete(stepId)} />
        </>
      }
    >
      {elsewhere.length > 0 && <div style={{ marginBottom: 16 }}><Banner tone={elsewhere.some(({ severity }) => severity === "error") ? "critical" : "warning"}>{elsewhere.map(({ text }, at) => <Text as="p" key={at}>{text}</Text>)}</Banner></div>}
      {face ? (
        <UnfinishedFields stepId={stepId}>
          <PanelBoundary key={stepId}>
            <face.Panel
              stepId={stepId}
              config={step.config}
              onChange={(config, field) => store.changeStep(stepId, config, field)}
              problems={problems}
              options={saying.options}
              messagesBefore={steps.filter(({ id }) => before.includes(id)).map((message) => ({ stepId: message.id, summary: stepSummary(message, saying), links: linksOf(message) }))}
              givenByEntry={byEntry}
              lostByBranches={(branches) => lostByBranches(store.definition, stepId, branches).length}
            />
          </PanelBoundary>
        </UnfinishedFields>
      ) : (
        <Text as="p" tone="subdued">{t("card.unknown")}</Text>
      )}
    </PanelFrame>
  );
}
