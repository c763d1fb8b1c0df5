import "@xyflow/react/dist/base.css";
import { Controls, type NodeProps, type NodeTypes, ReactFlow } from "@xyflow/react";
import { createContext, memo, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useShopFormat } from "~/components/shop-format";
import { useTypeNames } from "~/components/use-type-names";
import type { StepNode } from "~/domain/scenario/definition";
import { stepTypeByName } from "~/steps/registry";
import { FlowLines } from "../canvas/flow-lines";
import { toFlowNodes } from "../canvas/to-flow";
import { computeLayout } from "../model/layout";
import styles from "./funnel.module.css";
import type { ScenarioFunnelProps } from "./scenario-funnel";

const FunnelContext = createContext<ScenarioFunnelProps | null>(null);
const nodeTypes: NodeTypes = { start: memo(EntryNode), step: memo(StepFigureCard), slot: memo(Stem), end: memo(End) };

function useFunnel(): ScenarioFunnelProps {
  const funnel = useContext(FunnelContext);
  if (!funnel) throw new Error("a node of the funnel stands below its context");
  return funnel;
}

export default function FunnelDrawing(props: ScenarioFunnelProps) {
  const { t } = useTranslation("statistics");
  const layout = useMemo(() => computeLayout(props.definition), [props.definition]);
  const nodes = useMemo(() => toFlowNodes(layout), [layout]);
  return (
    <FunnelContext.Provider value={props}>
      <div className={styles.funnel} role="region" aria-label={t("funnel.title")}>
        <ReactFlow
          nodes={nodes} nodeTypes={nodeTypes}
          nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} elementsSelectable={false}
          onlyRenderVisibleElements fitView fitViewOptions={{ padding: 0.08, maxZoom: 1, minZoom: 0.5 }} minZoom={0.1} maxZoom={1.5}
          preventScrolling={false} zoomOnScroll={false} zoomActivationKeyCode="Control" deleteKeyCode={null} selectionKeyCode={null}
        >
          <FlowLines layout={layout} />
          <Controls showInteractive={false} />
        </ReactFlow>
      </div>
    </FunnelContext.Provider>
  );
}

function EntryNode() {
  const { t } = useTranslation("statistics");
  const names = useTypeNames();
  const { definition } = useFunnel();
  return (
    <div className={styles.entry}>
      <div className={styles.entryHead}>{t("funnel.enters")}</div>
      {definition.entryPoints.map(({ id, type }) => (
        <div key={id} className={styles.entryRow}>{names.entryPoint(type)}</div>
      ))}
    </div>
  );
}

function StepFigureCard({ data }: NodeProps & { data: { stepId: string } }) {
  const { t } = useTranslation("statistics");
  const names = useTypeNames();
  const format = useShopFormat();
  const { definition, steps } = useFunnel();
  const step = definition.steps.find(({ id }) => id === data.stepId);
  const figures = steps.find(({ id }) => id === data.stepId);
  if (!step || !figures) return null;
  const sends = stepTypeByName.get(step.type)?.category === "message";
  const most = Math.max(1, ...steps.map(({ arrived }) => arrived));
  return (
    <div className={styles.card}>
      <div className={styles.share} style={{ width: `${(figures.arrived / most) * 100}%` }} />
      <div className={styles.words}>
        <span className={styles.title}>{nameOf(step, names.step(step.type))}</span>
        <span className={styles.figures}>
          {t("funnel.runs", { arrived: format.number(figures.arrived), standing: format.number(figures.standing) })}
          {figures.removedHere > 0 ? ` · ${t("funnel.removed", { count: figures.removedHere })}` : ""}
        </span>
        {sends ? (
          <span className={styles.figures}>
            {t("funnel.messages", { sent: format.number(figures.sent), opened: format.share(figures.opened, figures.sent), clicked: format.share(figures.clicked, figures.sent), revenue: format.money(figures.revenue) })}
          </span>
        ) : null}
      </div>
    </div>
  );
}

function nameOf(step: StepNode, name: string): string {
  const subject = (step.config as { subject?: unknown } | null)?.subject;
  return typeof subject === "string" && subject !== "" ? `${name}: ${subject}` : name;
}

function Stem() {
  return <div className={styles.stem} />;
}

function End() {
  const { t } = useTranslation("statistics");
  return <div className={styles.end}>{t("funnel.ends")}</div>;
}
