import { confirmDialog } from "./confirm-dialog.ts";
import { make } from "./make.ts";
import { tellApp } from "./frame-link.ts";
import type { FrameMessage } from "../messages.ts";

type SaveBar = Extract<FrameMessage, { kind: "saveBar" }>;

const bars = new Map<string, SaveBar>();

/** The bar shown last stands in the top bar until it is hidden. */
export function showSaveBar(bar: SaveBar): void {
  bars.delete(bar.id);
  if (bar.visible) bars.set(bar.id, bar);
  draw();
}

export function isDirty(): boolean {
  return bars.size > 0;
}

/** The app's page is gone, and its bars with it. */
export function dropSaveBars(): void {
  bars.clear();
  draw();
}

/** True when nothing is unsaved, or the merchant gives it up; the bars are taken down then. */
export async function mayLeave(): Promise<boolean> {
  if (!isDirty()) return true;
  const leave = await confirmDialog({ title: "Leave page with unsaved changes?", text: "Leaving this page will delete all unsaved changes.", stay: "Stay", go: "Leave page" });
  if (leave) {
    tellApp({ kind: "hideSaveBars" });
    dropSaveBars();
  }
  return leave;
}

function draw(): void {
  const region = document.getElementById("save-bar");
  const place = region?.querySelector(".save-bar-buttons");
  const bar = [...bars.values()].at(-1);
  document.body.classList.toggle("is-dirty", bar !== undefined);
  if (!region || !place) return;
  region.hidden = bar === undefined;
  if (!bar) return;
  const ordered = bar.buttons.map((button, index) => ({ button, index })).sort((a, b) => Number(a.button.primary) - Number(b.button.primary));
  place.replaceChildren(
    ...ordered.map(({ button, index }) => {
      const element = make("button", { type: "button", className: button.primary ? "primary" : "", disabled: button.disabled || button.loading, onclick: () => void press(bar, index, button.primary) }, button.label || (button.primary ? "Save" : "Discard"));
      element.classList.toggle("is-loading", button.loading);
      return element;
    }),
  );
}

async function press(bar: SaveBar, index: number, primary: boolean): Promise<void> {
  if (!primary && bar.discardConfirmation) {
    const sure = await confirmDialog({ title: "Discard all unsaved changes", text: "If you discard changes, you’ll delete any edits you made since you last saved.", stay: "Continue editing", go: "Discard changes" });
    if (!sure) return;
  }
  tellApp({ kind: "saveBarClick", id: bar.id, index });
}

window.addEventListener("beforeunload", (event) => {
  if (isDirty()) event.preventDefault();
});
