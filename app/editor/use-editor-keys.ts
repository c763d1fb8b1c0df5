import { useEffect } from "react";
import type { EditorStore } from "./editor-store";

/** Undo, redo and save wherever the focus is; text fields keep their own undo, so that a letter is not a step of the scenario. */
export function useEditorKeys(store: EditorStore, save: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === "s") save();
      else if (isTextField(event.target) || document.querySelector("dialog[open], [role=dialog]")) return;
      else if (key === "z" && !event.shiftKey) store.undo();
      else if ((key === "z" && event.shiftKey) || key === "y") store.redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [store, save]);
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type));
}
