import type { Backdrop, Drawing } from "./drawing.ts";

/** A still life: what it stands before, and what is drawn, back to front. */
export interface Picture {
  backdrop: Backdrop;
  draw: (drawing: Drawing) => void;
}
