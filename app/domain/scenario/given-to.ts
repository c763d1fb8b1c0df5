import type { Registry } from "./compile";
import type { EntryPointNode, StepNode } from "./definition";
import { readConfig } from "./read-config";
import type { ShopChoices } from "./step-type";
import { stepsBefore } from "./steps-before";

/** What the steps before this one give its message to name; a step whose config cannot be read gives nothing. */
export function givenTo(steps: readonly StepNode[], stepId: string, registry: Pick<Registry, "steps">): string[] {
  const given = stepsBefore(steps, stepId).flatMap((node) => {
    const type = registry.steps.find(({ type: name }) => name === node.type);
    const config = type?.gives && readConfig(type, node);
    return type?.gives && config?.ok ? type.gives(config.config) : [];
  });
  return [...new Set(given)];
}

/** What the entry points give to every message of the scenario; where there are several, what any of them gives. */
export function givenByEntry(entryPoints: readonly EntryPointNode[], registry: Pick<Registry, "entryPoints">, shop: ShopChoices | undefined): string[] {
  const given = entryPoints.flatMap((node) => {
    const type = registry.entryPoints.find(({ type: name }) => name === node.type);
    const config = type?.gives && readConfig(type, node);
    return type?.gives && config?.ok ? type.gives(config.config, shop) : [];
  });
  return [...new Set(given)];
}
