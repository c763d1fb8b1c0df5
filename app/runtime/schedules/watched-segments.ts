import type { ActiveScenario } from "~/runtime/runs/active-scenarios.server";

/** Ids of the segments whose comings and goings these scenarios ask for (R20). */
export function watchedSegments(scenarios: readonly ActiveScenario[]): ReadonlySet<string> {
  return new Set(scenarios.flatMap(({ compiled }) => compiled.entryPoints.flatMap(({ type, config }) => type.watches?.(config) ?? [])));
}
