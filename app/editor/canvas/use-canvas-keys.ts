import { useReactFlow } from "@xyflow/react";
import type { KeyboardEvent } from "react";
import type { EditorStore } from "../editor-store";
import { useEditorStore } from "../use-editor";
import type { Placed } from "../model/layout";
import { walk, type Direction } from "../model/walk";

const arrows: Record<string, Direction> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

/** The keys of the canvas. Enter and Space are the buttons' own. */
export function useCanvasKeys(): (event: KeyboardEvent) => void {
  const store = useEditorStore();
  const flow = useReactFlow();
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { layout, focusKey, move } = store.get();
    const here = layout.byKey.get(focusKey);
    const direction = arrows[event.key];
    if (direction) {
      const next = walk(layout, focusKey, direction);
      if (next) store.focus(next);
    } else if (event.key === "Escape") {
      if (move) store.cancelMove();
      else store.select(null);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      deleteHere(store, here);
    } else if (event.key.toLowerCase() === "a") {
      addAfter(store, here);
    } else if (event.key === "+" || event.key === "=") {
      void flow.zoomIn();
    } else if (event.key === "-") {
      void flow.zoomOut();
    } else if (event.key === "0") {
      void flow.fitView({ padding: 0.1, maxZoom: 1 });
    } else return;
    event.preventDefault();
  };
}

function deleteHere(store: EditorStore, here: Placed | undefined): void {
  if (here?.kind === "step") store.requestDelete(here.stepId);
}

function addAfter(store: EditorStore, here: Placed | undefined): void {
  if (here?.kind === "slot") store.select({ is: "palette", slot: here.slot });
  if (here?.kind !== "step" && here?.kind !== "start") return;
  const next = walk(store.get().layout, here.key, "down");
  const slot = next === null ? undefined : store.get().layout.byKey.get(next);
  if (slot?.kind === "slot") store.select({ is: "palette", slot: slot.slot });
}
