import type { Segment } from "./condition";

/** A segment that the shop gave a name. */
export interface ShopSegment {
  id: string;
  name: string;
  definition: Segment;
}
