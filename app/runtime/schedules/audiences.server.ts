import { priceDropAudience } from "~/runtime/prices/price-drop-audience.server";
import type { Audience } from "./audience";
import { segmentAudience } from "./segment-audience.server";

/** By entry point type; every type with a `schedule` has one. */
export const audiences: ReadonlyMap<string, Audience> = new Map<string, Audience>([
  ["scheduled", segmentAudience],
  ["on-date", segmentAudience],
  ["price-drop", priceDropAudience],
]);
