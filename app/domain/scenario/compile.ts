import type { Need } from "~/domain/engine/facts";
import { needsOf } from "~/domain/segment/needs-of";
import { scenarioDefinitionSchema, type ScenarioSettings } from "./definition";
import type { EntryPointType } from "./entry-point-type";
import type { Moves } from "./moves";
import { readConfig } from "./read-config";
import type { StepType } from "./step-type";

/** The types a definition may name. */
export interface Registry {
  steps: readonly StepType[];
  entryPoints: readonly EntryPointType[];
}

export interface CompiledStep {
  id: string;
  type: StepType;
  config: unknown;
  needs: readonly Need[];
  /** The step that follows, by branch; null ends the scenario. */
  next: ReadonlyMap<string, string | null>;
}

export interface CompiledEntryPoint {
  id: string;
  type: EntryPointType;
  config: unknown;
}

/** A published version, read once: configs parsed, ways resolved. Immutable, so it is cached by its id. */
export interface CompiledScenario {
  versionId: string;
  settings: ScenarioSettings;
  /** What must be known of a customer to tell whether the segment that those inside are to fit (R8) still does. */
  exitNeeds: readonly Need[];
  entryPoints: readonly CompiledEntryPoint[];
  firstStepId: string;
  steps: ReadonlyMap<string, CompiledStep>;
  /** R40: where those go on who stand in a step that is gone; who stands in another one that is gone leaves. */
  moves: Moves;
}

/** A published definition that cannot run: the checks before publishing let through what they should not have. */
export class DefinitionError extends Error {
  constructor(versionId: string, what: string) {
    super(`version ${versionId} cannot run: ${what}`);
    this.name = "DefinitionError";
  }
}

/**
 * Reads a published definition. Throws DefinitionError where `checkDefinition` would have found an error in a type, a
 * config or a way; it does not look for cycles, which `advance` survives.
 */
export function compile(versionId: string, definition: unknown, registry: Registry, moves: Moves = new Map()): CompiledScenario {
  const read = scenarioDefinitionSchema.safeParse(definition);
  if (!read.success) throw new DefinitionError(versionId, read.error.message);
  const { settings, firstStepId } = read.data;

  const steps = new Map<string, CompiledStep>();
  for (const node of read.data.steps) {
    const type = registry.steps.find(({ type: name }) => name === node.type);
    if (!type) throw new DefinitionError(versionId, `no step type ${node.type}`);
    const config = readConfig(type, node);
    if (!config.ok) throw new DefinitionError(versionId, `config of step ${node.id} is not valid`);
    const next = new Map(type.branches(config.config).map((branch) => [branch, node.next[branch] ?? null]));
    steps.set(node.id, { id: node.id, type, config: config.config, needs: type.needs(config.config), next });
  }
  for (const step of steps.values()) {
    for (const [branch, next] of step.next) {
      if (next !== null && !steps.has(next)) throw new DefinitionError(versionId, `branch ${branch} of step ${step.id} leads to ${next}, which is not there`);
    }
  }
  if (firstStepId === null || !steps.has(firstStepId)) throw new DefinitionError(versionId, "it has no first step");

  const entryPoints = read.data.entryPoints.map((node): CompiledEntryPoint => {
    const type = registry.entryPoints.find(({ type: name }) => name === node.type);
    if (!type) throw new DefinitionError(versionId, `no entry point type ${node.type}`);
    const config = readConfig(type, node);
    if (!config.ok) throw new DefinitionError(versionId, `config of entry point ${node.id} is not valid`);
    return { id: node.id, type, config: config.config };
  });
  for (const to of moves.values()) {
    if (!steps.has(to)) throw new DefinitionError(versionId, `those who stood in a deleted step go on in ${to}, which is not there`);
  }
  const { whileIn } = settings.exits;
  return { versionId, settings, exitNeeds: whileIn ? needsOf([whileIn]) : [], entryPoints, firstStepId, steps, moves };
}
