import { useReactFlow } from "@xyflow/react";
import { useEffect, type RefObject } from "react";
import { useEditor, useEditorStore } from "../use-editor";

const MOST_FRAMES = 30;
const MARGIN = 60;

/** Brings the node that asked for focus into sight and gives it the keyboard, once it is drawn. */
export function useFocusRequests(canvas: RefObject<HTMLElement>): void {
  const store = useEditorStore();
  const flow = useReactFlow();
  const requests = useEditor((state) => state.focusRequests);

  useEffect(() => {
    const element = canvas.current;
    if (requests === 0 || !element) return;
    const { focusKey, layout } = store.get();
    const node = layout.byKey.get(focusKey);
    if (!node) return;
    const box = element.getBoundingClientRect();
    const topLeft = flow.flowToScreenPosition({ x: node.x, y: node.y });
    const bottomRight = flow.flowToScreenPosition({ x: node.x + node.width, y: node.y + node.height });
    const inSight =
      topLeft.x > box.left + MARGIN / 2 && topLeft.y > box.top + MARGIN && bottomRight.x < box.right - MARGIN / 2 && bottomRight.y < box.bottom - MARGIN;
    if (!inSight) void flow.setCenter(node.x + node.width / 2, node.y + node.height / 2, { zoom: Math.max(0.6, flow.getZoom()) });

    let frames = 0;
    let frame = requestAnimationFrame(function seek() {
      const target = element.querySelector<HTMLElement>(`[data-node-key="${CSS.escape(focusKey)}"]`);
      if (target) target.focus({ preventScroll: true });
      else if ((frames += 1) < MOST_FRAMES) frame = requestAnimationFrame(seek);
    });
    return () => cancelAnimationFrame(frame);
  }, [requests, canvas, flow, store]);
}
