import { Banner, Button, Text } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSayProblem } from "~/components/use-say-problem";
import { entryPointFaceByName } from "~/entry-points/registry.ui";
import { entryPointName, useSaying } from "../describe-node";
import { useEditor, useEditorStore } from "../use-editor";
import { problemsOf } from "../problems-of";
import { PanelBoundary } from "./panel-boundary";
import { PanelFrame } from "./panel-frame";
import { UnfinishedFields } from "./unfinished-fields";
import styles from "./inspector.module.css";

export function EntryInspector({ entryPointId }: { entryPointId: string }) {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const saying = useSaying();
  const say = useSayProblem();
  const entryPoints = useEditor((state) => state.history.present.draft.definition.entryPoints);
  const entryPoint = entryPoints.find(({ id }) => id === entryPointId);
  const all = useEditor((state) => state.problems);
  const problems = useMemo(() => problemsOf(all, "entryPointId", entryPointId, say), [all, entryPointId, say]);
  if (!entryPoint) return null;
  const face = entryPointFaceByName.get(entryPoint.type);
  const Icon = face?.icon;
  const elsewhere = problems.filter(({ path }) => path === "");
  return (
    <PanelFrame
      title={entryPointName(entryPoint, entryPoints, saying)}
      {...(face ? { hint: saying.t(face.hint, { ns: "entryPoints" }) } : {})}
      icon={typeof Icon === "function" ? <Icon /> : null}
      tone="entry"
      foot={
        <>
          <span className={styles.spring} />
          <Button icon={DeleteIcon} tone="critical" onClick={() => store.deleteEntryPoint(entryPointId)}>{t("inspector.deleteEntryPoint")}</Button>
        </>
      }
    >
      {elsewhere.length > 0 && <div style={{ marginBottom: 16 }}><Banner tone={elsewhere.some(({ severity }) => severity === "error") ? "critical" : "warning"}>{elsewhere.map(({ text }, at) => <Text as="p" key={at}>{text}</Text>)}</Banner></div>}
      {face ? (
        <UnfinishedFields entryPointId={entryPointId}>
          <PanelBoundary key={entryPointId}>
            <face.Panel entryPointId={entryPointId} config={entryPoint.config} onChange={(config, field) => store.changeEntryPoint(entryPointId, config, field)} problems={problems} options={saying.options} />
          </PanelBoundary>
        </UnfinishedFields>
      ) : (
        <Text as="p" tone="subdued">{t("card.unknown")}</Text>
      )}
    </PanelFrame>
  );
}
