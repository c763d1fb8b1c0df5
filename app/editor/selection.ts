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
