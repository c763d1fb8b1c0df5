import type { EntryPointNode, ScenarioDefinition, StepNode } from "~/domain/scenario/definition";
import { readConfig } from "~/domain/scenario/read-config";
import { entryPointTypeByName } from "~/entry-points/registry";
import { stepTypeByName } from "~/steps/registry";
import type { NewStep } from "./model/insert-step";

/** A new step of this type with the defaults of the type; null for a type the registry does not know. */
export function newStep(type: string, id: string): NewStep | null {
  const found = stepTypeByName.get(type);
  if (!found) return null;
  return { id, type, version: found.version, config: found.defaults, branches: found.branches(found.defaults) };
}

export function newEntryPoint(type: string, id: string): EntryPointNode | null {
  const found = entryPointTypeByName.get(type);
  return found ? { id, type, version: found.version, config: found.defaults } : null;
}

/** The branches a step of this type has with this config; the ones it has now where the config cannot be read. */
export function branchesOf(step: StepNode, config: unknown): readonly string[] {
  const type = stepTypeByName.get(step.type);
  const read = type?.config.safeParse(config);
  return type && read?.success ? type.branches(read.data) : branchesOfUnread(type, config) ?? Object.keys(step.next);
}

/** A config under way (a condition without a value yet) already says which branches it has. */
function branchesOfUnread(type: { branches(config: unknown): string[] } | undefined, config: unknown): readonly string[] | null {
  try {
    return type?.branches(config) ?? null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Configs of older shapes brought up to date, so that panels meet only what they know. What cannot be read stays, and is a problem. */
export function upToDate(definition: ScenarioDefinition): ScenarioDefinition {
  return {
    ...definition,
    steps: definition.steps.map((step) => current(step, stepTypeByName.get(step.type))),
    entryPoints: definition.entryPoints.map((entryPoint) => current(entryPoint, entryPointTypeByName.get(entryPoint.type))),
  };
}

function current<Node extends { version: number; config: unknown }>(node: Node, type: Parameters<typeof readConfig>[0] | undefined): Node {
  if (!type || node.version >= type.version) return node;
  const read = readConfig(type, node);
  return read.ok ? { ...node, version: type.version, config: read.config } : node;
}
