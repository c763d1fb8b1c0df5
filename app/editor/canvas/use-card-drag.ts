import { useReactFlow } from "@xyflow/react";
import { useEffect, useRef, type RefObject } from "react";
import { useEditorStore } from "../use-editor";
import { slotNodeKey } from "../model/layout";

const THRESHOLD = 6;
/** How near to a slot's middle, in pixels of the screen, a card is over it. */
const REACH = 110;
/** The ghost hangs below the pointer, so that it does not hide the place it would go to. */
const BELOW_POINTER = 20;
const GHOST_SCALE = 0.8;
const EDGE = 48;
const EDGE_SPEED = 14;

/**
 * Dragging a card to a slot. The ghost follows the pointer without React; the store hears only which slot it is over.
 * Fingers pan instead: they move a step from its panel, by choosing the place.
 */
export function useCardDrag(canvas: RefObject<HTMLElement>): RefObject<HTMLDivElement> {
  const store = useEditorStore();
  const flow = useReactFlow();
  const ghost = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    let drag: { stepId: string; startX: number; startY: number; x: number; y: number; dx: number; begun: boolean } | null = null;
    let frame = 0;

    const place = () => {
      if (drag && ghost.current) ghost.current.style.transform = `translate3d(${drag.x - drag.dx * GHOST_SCALE}px, ${drag.y + BELOW_POINTER}px, 0)`;
    };
    const seekSlot = () => {
      const { move, layout } = store.get();
      if (!drag || !move) return;
      const zoom = flow.getZoom();
      const at = flow.screenToFlowPosition({ x: drag.x, y: drag.y });
      let best: string | null = null;
      let nearest = REACH / zoom;
      for (const [key, slot] of move.taking) {
        const node = layout.byKey.get(slotNodeKey(slot));
        if (!node) continue;
        const distance = Math.hypot(node.x + node.width / 2 - at.x, node.y + node.height - 16 - at.y);
        if (distance < nearest) [best, nearest] = [key, distance];
      }
      store.moveOver(best);
    };
    const tick = () => {
      if (!drag?.begun) return;
      place();
      const box = element.getBoundingClientRect();
      const panX = drag.x < box.left + EDGE ? EDGE_SPEED : drag.x > box.right - EDGE ? -EDGE_SPEED : 0;
      const panY = drag.y < box.top + EDGE ? EDGE_SPEED : drag.y > box.bottom - EDGE ? -EDGE_SPEED : 0;
      if (panX !== 0 || panY !== 0) {
        const view = flow.getViewport();
        void flow.setViewport({ ...view, x: view.x + panX, y: view.y + panY });
      }
      seekSlot();
      frame = requestAnimationFrame(tick);
    };
    const end = (drop: boolean) => {
      cancelAnimationFrame(frame);
      element.removeAttribute("data-dragging");
      const { move } = store.get();
      const slot = move?.over ? move.taking.get(move.over) : undefined;
      const begun = drag?.begun ?? false;
      drag = null;
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
      window.removeEventListener("pointercancel", onCancel);
      window.removeEventListener("keydown", onKey, true);
      window.removeEventListener("keyup", onKey, true);
      if (!begun) return;
      // The click that ends a drag chooses nothing.
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
      if (drop && slot) store.dropInto(slot);
      else store.cancelMove();
    };
    const onMove = (event: PointerEvent) => {
      if (!drag) return;
      drag.x = event.clientX;
      drag.y = event.clientY;
      if (!drag.begun) {
        if (Math.hypot(drag.x - drag.startX, drag.y - drag.startY) < THRESHOLD) return;
        drag.begun = true;
        element.setAttribute("data-dragging", "");
        frame = requestAnimationFrame(tick);
      }
      store.startMove(drag.stepId, "dragging", event.shiftKey ? "with-below" : "alone");
    };
    const onUp = () => end(true);
    const onCancel = () => end(false);
    const onKey = (event: KeyboardEvent) => {
      if (!drag?.begun) return;
      if (event.key === "Escape") {
        event.stopPropagation();
        end(false);
      } else if (event.key === "Shift") store.startMove(drag.stepId, "dragging", event.type === "keydown" ? "with-below" : "alone");
    };
    const onDown = (event: PointerEvent) => {
      const card = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-step-card]") : null;
      const stepId = card?.dataset["stepCard"];
      if (!card || !stepId || event.button !== 0 || event.pointerType === "touch" || store.get().move) return;
      const box = card.getBoundingClientRect();
      const scale = box.width / card.offsetWidth;
      drag = { stepId, startX: event.clientX, startY: event.clientY, x: event.clientX, y: event.clientY, dx: (event.clientX - box.left) / scale, begun: false };
      window.addEventListener("pointermove", onMove);
      window.addEventListener("pointerup", onUp);
      window.addEventListener("pointercancel", onCancel);
      window.addEventListener("keydown", onKey, true);
      window.addEventListener("keyup", onKey, true);
    };
    element.addEventListener("pointerdown", onDown);
    return () => {
      element.removeEventListener("pointerdown", onDown);
      end(false);
    };
  }, [canvas, flow, store]);

  return ghost;
}

function swallow(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}
