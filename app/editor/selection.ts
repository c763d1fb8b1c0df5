import { slotNodeKey, START_CARD, stepNodeKey } from "./model/layout";
import type { Slot } from "./model/slot";

/** What the inspector shows. */
export type Selection =
  | { is: "step"; stepId: string }
  | { is: "entry-point"; entryPointId: string }
  | { is: "entry-palette" }
  | { is: "palette"; slot: Slot }
  | { is: "settings" }
  | { is: "checks" }
  | null;

/** Which node of the canvas has the focus once this is chosen; where it is no node, the focus stays. */
export function focusOf(selection: Selection): { focusKey?: string } {
  if (selection?.is === "step") return { focusKey: stepNodeKey(selection.stepId) };
  if (selection?.is === "palette") return { focusKey: slotNodeKey(selection.slot) };
  return selection?.is === "entry-point" || selection?.is === "entry-palette" ? { focusKey: START_CARD } : {};
}
