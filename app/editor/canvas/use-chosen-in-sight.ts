import { useReactFlow } from "@xyflow/react";
import { useEffect, type RefObject } from "react";
import { useEditor, useEditorStore } from "../use-editor";
import { stepNodeKey } from "../model/layout";

/** In pixels of the screen; above and below lie the canvas's tools. */
const BESIDE = 24;
const ABOVE_AND_BELOW = 72;

/** Brings the step whose panel is opened into sight by the shortest way: one that was just added may lie below or beside what is shown. */
export function useChosenInSight(canvas: RefObject<HTMLElement>): void {
  const store = useEditorStore();
  const flow = useReactFlow();
  const stepId = useEditor((state) => (state.selection?.is === "step" ? state.selection.stepId : null));

  useEffect(() => {
    const node = stepId === null ? undefined : store.get().layout.byKey.get(stepNodeKey(stepId));
    if (!canvas.current || !node) return;
    const { clientWidth, clientHeight } = canvas.current;
    const { x, y, zoom } = flow.getViewport();
    const right = wayIn(x + node.x * zoom, node.width * zoom, BESIDE, clientWidth - BESIDE);
    const down = wayIn(y + node.y * zoom, node.height * zoom, ABOVE_AND_BELOW, clientHeight - ABOVE_AND_BELOW);
    if (right !== 0 || down !== 0) void flow.setViewport({ x: x + right, y: y + down, zoom });
  }, [stepId, canvas, flow, store]);
}

/** By how much something has to move to lie between two ends; its beginning goes before its end where it is longer. */
function wayIn(start: number, length: number, from: number, to: number): number {
  if (start < from || length > to - from) return from - start;
  return Math.min(0, to - start - length);
}
