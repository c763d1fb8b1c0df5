import type { Registry } from "./compile";
import type { EntryPointNode } from "./definition";
import type { Problem } from "./problem";
import { readConfig } from "./read-config";
import type { ActiveTrigger } from "./step-type";

/** Warns where another active scenario lets the same people in by the same fact: they would get the messages of both. Once for each pair of an entry point and a scenario. */
export function checkTriggers(entryPoints: readonly EntryPointNode[], { entryPoints: types }: Pick<Registry, "entryPoints">, active: readonly ActiveTrigger[]): Problem[] {
  return entryPoints.flatMap((node, index): Problem[] => {
    const type = types.find((each) => each.type === node.type);
    const own = type && readConfig(type, node);
    if (!type || !own?.ok) return [];
    const others = active.filter((trigger) => {
      const other = trigger.type === node.type && readConfig(type, trigger);
      return other && other.ok && (type.overlaps?.(own.config, other.config) ?? true);
    });
    return [...new Set(others.map(({ scenario }) => scenario))].map((scenario) => (
      { severity: "warning", path: `entryPoints[${index}]`, entryPointId: node.id, key: "trigger-overlaps", values: { scenario } }));
  });
}
