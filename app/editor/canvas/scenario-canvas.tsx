import "@xyflow/react/dist/base.css";
import { MiniMap, ReactFlow, ReactFlowProvider, useReactFlow, type NodeTypes, type ReactFlowInstance } from "@xyflow/react";
import { memo, useEffect, useMemo, useRef, useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { stepSummary, stepTypeName, useSaying } from "../describe-node";
import { useEditor, useEditorStore } from "../use-editor";
import { START_CARD, type Layout } from "../model/layout";
import { findStep } from "../model/slot";
import { ownedBy } from "../model/reach";
import styles from "./canvas.module.css";
import { CanvasTools } from "./canvas-tools";
import { EndNode } from "./end-node";
import { EntryCard } from "./entry-card";
import { FlowLines } from "./flow-lines";
import { MoveBar } from "./move-bar";
import { SlotNode } from "./slot-node";
import { CardFace, StepCard } from "./step-card";
import { toFlowNodes, type FlowNode } from "./to-flow";
import { useCanvasKeys } from "./use-canvas-keys";
import { useCardDrag } from "./use-card-drag";
import { useChosenInSight } from "./use-chosen-in-sight";
import { useFocusRequests } from "./use-focus-requests";

const nodeTypes: NodeTypes = { start: EntryCard, step: StepCard, slot: SlotNode, end: EndNode };
const LEAST_READABLE = 0.8;
const ABOVE = 40;
const PANNING_LINGERS_MS = 180;
/** Below this width a map of the scenario would hide the scenario. */
const MAP_FROM_WIDTH = 820;

export interface CanvasProps {
  onShowOutline(): void;
}

/** The scenario as a graph: panned, zoomed, walked by keyboard, changed by dragging. Heavy, so it is loaded lazily. */
export default function ScenarioCanvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

const Canvas = memo(function Canvas({ onShowOutline }: CanvasProps) {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const layout = useEditor((state) => state.layout);
  const nodes = useMemo(() => toFlowNodes(layout), [layout]);
  const canvas = useRef<HTMLDivElement>(null);
  const ghost = useCardDrag(canvas);
  const onMove = usePanningMark(canvas);
  const onKeyDown = useCanvasKeys();
  useFocusRequests(canvas);
  useChosenInSight(canvas);
  useBeginnings(canvas);
  const wide = useWidth(canvas) >= MAP_FROM_WIDTH;
  const large = layout.nodes.length > 24;
  // Fingers pan on cards; a mouse drags them.
  const [noPan] = useState(() => (window.matchMedia("(pointer: fine)").matches ? "nodrag" : "no-such-class"));
  return (
    <div ref={canvas} className={styles.canvas} role="region" aria-label={t("canvas.label")} onKeyDown={onKeyDown}>
      <ReactFlow
        nodes={nodes}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        zoomActivationKeyCode="Control"
        onlyRenderVisibleElements
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={0.1}
        maxZoom={1.75}
        noPanClassName={noPan}
        onInit={(flow) => showBeginning(flow, canvas.current, store.get().layout)}
        onMove={onMove}
        onPaneClick={() => store.select(null)}
      >
        <FlowLines layout={layout} />
        {wide && large && <MiniMap pannable zoomable ariaLabel={t("canvas.map")} nodeColor={mapColour} nodeBorderRadius={14} maskColor="rgb(241 241 241 / 72%)" />}
      </ReactFlow>
      <CanvasTools onShowOutline={onShowOutline} />
      <MoveBar />
      <Ghost element={ghost} />
    </div>
  );
});

/** The whole scenario where its cards stay readable, else its beginning. */
function showBeginning(flow: ReactFlowInstance<FlowNode>, element: HTMLElement | null, layout: Layout): void {
  const start = layout.byKey.get(START_CARD);
  if (!element || !start) return;
  const { clientWidth, clientHeight } = element;
  const fitting = Math.min((clientWidth - 2 * ABOVE) / layout.width, (clientHeight - 2 * ABOVE) / layout.height, 1);
  const zoom = Math.max(fitting, Math.min(LEAST_READABLE, (clientWidth - ABOVE) / start.width));
  const middle = fitting === zoom ? layout.width / 2 : start.x + start.width / 2;
  void flow.setViewport({ x: clientWidth / 2 - middle * zoom, y: fitting === zoom ? (clientHeight - layout.height * zoom) / 2 : ABOVE, zoom });
}

/** A template fills the canvas anew: its first card comes to where a scenario begins. */
function useBeginnings(canvas: RefObject<HTMLElement>): void {
  const flow = useReactFlow<FlowNode>();
  const store = useEditorStore();
  const beginnings = useEditor((state) => state.beginnings);
  useEffect(() => {
    if (beginnings > 0) showBeginning(flow, canvas.current, store.get().layout);
  }, [beginnings, canvas, flow, store]);
}

const mapColour = (node: { type?: string }) => (node.type === "start" ? "#303030" : node.type === "step" ? "#8fb4e8" : "transparent");

function Ghost({ element }: { element: RefObject<HTMLDivElement> }) {
  const { t } = useTranslation("editor");
  const saying = useSaying();
  const store = useEditorStore();
  const stepId = useEditor((state) => (state.move?.by === "dragging" ? state.move.stepId : null));
  const withBelow = useEditor((state) => state.move?.scope === "with-below");
  const step = stepId === null ? null : findStep(store.definition, stepId);
  const below = stepId !== null && withBelow ? ownedBy(store.definition, stepId).size - 1 : 0;
  return (
    <div ref={element} className={styles.ghost} hidden={!step} aria-hidden="true">
      {step && (
        <>
          <div className={styles.card}>
            <CardFace step={step} name={stepTypeName(step.type, saying)} summary={stepSummary(step, saying)} />
          </div>
          <div className={styles.ghostNote}>{below > 0 ? t("move.takesAlong", { count: below }) : t("move.shiftHint")}</div>
        </>
      )}
    </div>
  );
}

/** Marks the canvas while it is panned or zoomed, and a moment longer. React Flow tells each beginning, but not each end. */
function usePanningMark(canvas: RefObject<HTMLElement>): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    canvas.current?.setAttribute("data-panning", "");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => canvas.current?.removeAttribute("data-panning"), PANNING_LINGERS_MS);
  };
}

function useWidth(element: RefObject<HTMLElement>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
