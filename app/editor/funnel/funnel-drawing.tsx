import "@xyflow/react/dist/base.css";
import { Controls, type NodeProps, type NodeTypes, ReactFlow, type ReactFlowInstance } from "@xyflow/react";
import { createContext, memo, useContext, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useShopFormat } from "~/components/shop-format";
import { stepTypeByName } from "~/steps/registry";
import { FlowLines } from "../canvas/flow-lines";
import { type FlowNode, toFlowNodes } from "../canvas/to-flow";
import { branchName, entryPointSummary, entryPointTypeName, stepSummary, stepTypeName, useSaying } from "../describe-node";
import { EditorOptionsProvider } from "../editor-options";
import { computeLayout } from "../model/layout";
import type { Slot } from "../model/slot";
import styles from "./funnel.module.css";
import type { ScenarioFunnelProps } from "./scenario-funnel";

const FunnelContext = createContext<ScenarioFunnelProps | null>(null);
const nodeTypes: NodeTypes = { start: memo(EntryNode), step: memo(StepFigureCard), slot: memo(Stem), end: memo(End) };
const MARGIN = 24;
const SMALLEST_FIT = 0.6;

function useFunnel(): ScenarioFunnelProps {
  const funnel = useContext(FunnelContext);
  if (!funnel) throw new Error("a node of the funnel stands below its context");
  return funnel;
}

export default function FunnelDrawing(props: ScenarioFunnelProps) {
  const { t } = useTranslation("statistics");
  const frame = useRef<HTMLDivElement>(null);
  const layout = useMemo(() => computeLayout(props.definition), [props.definition]);
  const nodes = useMemo(() => toFlowNodes(layout), [layout]);
  // The beginning in sight and the whole width; the rest is a pan away.
  const showBeginning = (flow: ReactFlowInstance<FlowNode>) => {
    const width = frame.current?.clientWidth ?? layout.width;
    const zoom = Math.max(SMALLEST_FIT, Math.min(1, (width - 2 * MARGIN) / layout.width));
    void flow.setViewport({ x: (width - layout.width * zoom) / 2, y: MARGIN, zoom });
  };
  return (
    <EditorOptionsProvider value={props.options}>
      <FunnelContext.Provider value={props}>
        <div className={styles.funnel} ref={frame} role="region" aria-label={t("funnel.title")}>
          <ReactFlow
            nodes={nodes} nodeTypes={nodeTypes} onInit={showBeginning}
            nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false}
            onlyRenderVisibleElements minZoom={0.1} maxZoom={1.5}
            preventScrolling={false} zoomOnScroll={false} zoomActivationKeyCode="Control" deleteKeyCode={null} selectionKeyCode={null}
          >
            <FlowLines layout={layout} />
            <Controls showInteractive={false} />
          </ReactFlow>
        </div>
      </FunnelContext.Provider>
    </EditorOptionsProvider>
  );
}

function EntryNode() {
  const { t } = useTranslation("statistics");
  const format = useShopFormat();
  const saying = useSaying();
  const { definition, started } = useFunnel();
  return (
    <div className={styles.entry}>
      <div className={styles.entryHead}>{t("funnel.enters")}</div>
      {definition.entryPoints.map((entryPoint) => (
        <div key={entryPoint.id} className={styles.entryRow}>
          <span className={styles.title}>{entryPointTypeName(entryPoint.type, saying)}</span>
          <span className={styles.figures}>{entryPointSummary(entryPoint, saying)}</span>
        </div>
      ))}
      <div className={styles.entryFoot}>{t("funnel.started", { count: started, formatted: format.number(started) })}</div>
    </div>
  );
}

function StepFigureCard({ data }: NodeProps & { data: { stepId: string } }) {
  const { t } = useTranslation("statistics");
  const format = useShopFormat();
  const saying = useSaying();
  const { definition, steps } = useFunnel();
  const step = definition.steps.find(({ id }) => id === data.stepId);
  const figures = steps.find(({ id }) => id === data.stepId);
  if (!step || !figures) return null;
  const sends = stepTypeByName.get(step.type)?.category === "message";
  const most = Math.max(1, ...steps.map(({ arrived }) => arrived));
  const name = `${stepTypeName(step.type, saying)} · ${stepSummary(step, saying)}`;
  return (
    <div className={styles.card}>
      <div className={styles.share} style={{ width: `${(figures.arrived / most) * 100}%` }} />
      <div className={styles.words}>
        <span className={styles.title} title={name}>{name}</span>
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

function Stem({ data }: NodeProps & { data: { slot: Slot; named: boolean } }) {
  const saying = useSaying();
  const { definition } = useFunnel();
  const step = data.named ? definition.steps.find(({ id }) => id === data.slot.stepId) : undefined;
  return (
    <div className={styles.stem}>
      {step ? <span className={styles.branch}>{branchName(step, data.slot.branch, saying)}</span> : null}
    </div>
  );
}

function End() {
  const { t } = useTranslation("statistics");
  return <div className={styles.end}>{t("funnel.ends")}</div>;
}
