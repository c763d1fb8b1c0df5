import type { EntryPointNode, ScenarioDefinition, ScenarioSettings } from "~/domain/scenario/definition";

export function addEntryPoint(definition: ScenarioDefinition, entryPoint: EntryPointNode): ScenarioDefinition {
  if (definition.entryPoints.some((other) => other.id === entryPoint.id)) return definition;
  return { ...definition, entryPoints: [...definition.entryPoints, entryPoint] };
}

export function changeEntryPointConfig(definition: ScenarioDefinition, entryPointId: string, config: unknown): ScenarioDefinition {
  return {
    ...definition,
    entryPoints: definition.entryPoints.map((entryPoint) => (entryPoint.id === entryPointId ? { ...entryPoint, config } : entryPoint)),
  };
}

export function deleteEntryPoint(definition: ScenarioDefinition, entryPointId: string): ScenarioDefinition {
  return { ...definition, entryPoints: definition.entryPoints.filter((entryPoint) => entryPoint.id !== entryPointId) };
}

export function changeSettings(definition: ScenarioDefinition, settings: ScenarioSettings): ScenarioDefinition {
  return { ...definition, settings };
}
