import type { CheckPlace, ConfigProblem } from "~/domain/scenario/step-type";

/** What is wrong with a segment that an entry point lets in, at `segmentId` of its config: none is chosen, or it was deleted. */
export function checkChosenSegment(segmentId: string | null, { shop }: CheckPlace): ConfigProblem[] {
  if (segmentId === null) return [{ severity: "error", path: "segmentId", key: "entryPoints:problems.segment-missing" }];
  if (shop && !shop.segments.some(({ id }) => id === segmentId)) return [{ severity: "error", path: "segmentId", key: "entryPoints:problems.segment-gone" }];
  return [];
}
