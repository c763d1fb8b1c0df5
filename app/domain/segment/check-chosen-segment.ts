import type { CheckPlace, ConfigProblem } from "~/domain/scenario/step-type";
import { checkWithinSegment } from "./check-segment";

/** What is wrong with a segment that an entry point watches, at `segmentId` of its config: none is chosen, or it was deleted. */
export function checkWatchedSegment(segmentId: string | null, { shop }: CheckPlace): ConfigProblem[] {
  if (segmentId === null) return [{ severity: "error", path: "segmentId", key: "entryPoints:problems.segment-missing" }];
  if (shop && !shop.segments.some(({ id }) => id === segmentId)) return [{ severity: "error", path: "segmentId", key: "entryPoints:problems.segment-gone" }];
  return [];
}

/** The same of one whose people an entry point lets in at its hour: it must also be known then who they are. A watch may begin before that is known. */
export function checkChosenSegment(segmentId: string | null, place: CheckPlace): ConfigProblem[] {
  return [...checkWatchedSegment(segmentId, place), ...(segmentId === null ? [] : checkWithinSegment(segmentId, place.shop))];
}
