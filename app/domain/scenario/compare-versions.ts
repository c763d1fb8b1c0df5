import type { EntryPointNode, ScenarioDefinition, StepNode } from "./definition";

/** One value in a config that differs; undefined where one of the two has none. */
export interface FieldChange {
  /** Below the config: `["branches", 1, "name"]`. */
  path: (string | number)[];
  before: unknown;
  after: unknown;
}

/** R41: one thing in which a version differs from another. */
export type Difference =
  | { kind: "step-added" | "step-deleted" | "step-moved"; step: StepNode }
  | { kind: "step-changed"; before: StepNode; after: StepNode; fields: FieldChange[] }
  | { kind: "entry-point-added" | "entry-point-deleted"; entryPoint: EntryPointNode }
  | { kind: "entry-point-changed"; before: EntryPointNode; after: EntryPointNode; fields: FieldChange[] }
  | { kind: "settings-changed"; fields: FieldChange[] }
  /** The same steps in the same order, joined in another way. */
  | { kind: "ways-changed" };

/**
 * R41: what differs between two versions, by step; nothing where they say the same. Pure. Nodes are told apart by their ids;
 * a step is moved where it stands at another place among those that both have, not where something was put before it.
 */
export function compareVersions(before: ScenarioDefinition, after: ScenarioDefinition): Difference[] {
  const moved = movedSteps(before, after);
  const differences: Difference[] = [
    ...pair(before.entryPoints, after.entryPoints).flatMap(({ was, is }): Difference[] => {
      if (!was) return is ? [{ kind: "entry-point-added", entryPoint: is }] : [];
      if (!is) return [{ kind: "entry-point-deleted", entryPoint: was }];
      const fields = fieldChanges(was.config, is.config);
      return fields.length > 0 ? [{ kind: "entry-point-changed", before: was, after: is, fields }] : [];
    }),
    ...pair(before.steps, after.steps).flatMap(({ was, is }): Difference[] => {
      if (!was) return is ? [{ kind: "step-added", step: is }] : [];
      if (!is) return [{ kind: "step-deleted", step: was }];
      const fields = fieldChanges(was.config, is.config);
      return [
        ...(moved.has(is.id) ? [{ kind: "step-moved" as const, step: is }] : []),
        ...(fields.length > 0 ? [{ kind: "step-changed" as const, before: was, after: is, fields }] : []),
      ];
    }),
  ];
  const settings = fieldChanges(before.settings, after.settings);
  if (settings.length > 0) differences.push({ kind: "settings-changed", fields: settings });
  if (differences.length === 0 && waysOf(before) !== waysOf(after)) differences.push({ kind: "ways-changed" });
  return differences;
}

/** Those of the newer one in its order, then those that it has no more. */
function pair<N extends { id: string }>(before: readonly N[], after: readonly N[]): { was?: N; is?: N }[] {
  const was = new Map(before.map((node) => [node.id, node]));
  const kept = new Set(after.map(({ id }) => id));
  return [
    ...after.map((is) => ({ is, ...(was.has(is.id) ? { was: was.get(is.id) as N } : {}) })),
    ...before.filter(({ id }) => !kept.has(id)).map((node) => ({ was: node })),
  ];
}

/** The values that differ, each by its path. Lists are compared place by place. */
export function fieldChanges(before: unknown, after: unknown, path: (string | number)[] = []): FieldChange[] {
  if (Object.is(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => fieldChanges(before[index], after[index], [...path, index])).flat();
  }
  if (isRecord(before) && isRecord(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => fieldChanges(before[key], after[key], [...path, key]));
  }
  return [{ path, before, after }];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Where a step stands: the branches by which one comes to it, of those steps that both versions have. */
interface Place {
  id: string;
  under: string;
}

/** Steps in both that are not in the longest order which both share, or that stand under another branch. */
function movedSteps(before: ScenarioDefinition, after: ScenarioDefinition): ReadonlySet<string> {
  const inBoth = new Set(before.steps.map(({ id }) => id).filter((id) => after.steps.some((step) => step.id === id)));
  const was = placesOf(before, inBoth);
  const is = placesOf(after, inBoth);
  const places = new Map(was.map(({ id, under }) => [id, under]));
  const shared = longestShared(was.map(({ id }) => id), is.map(({ id }) => id));
  return new Set(is.filter(({ id, under }) => places.has(id) && (!shared.has(id) || places.get(id) !== under)).map(({ id }) => id));
}

/** The steps in the order in which one comes to them; each once, where it is met first. */
function placesOf({ steps, firstStepId }: ScenarioDefinition, inBoth: ReadonlySet<string>): Place[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const met = new Set<string>();
  const places: Place[] = [];
  const open: { id: string; under: string }[] = firstStepId === null ? [] : [{ id: firstStepId, under: "" }];
  for (let at = open.pop(); at; at = open.pop()) {
    const step = byId.get(at.id);
    if (!step || met.has(at.id)) continue;
    met.add(at.id);
    if (inBoth.has(at.id)) places.push({ id: at.id, under: at.under });
    const ways = Object.entries(step.next);
    for (const [branch, to] of ways.reverse()) {
      if (to !== null) open.push({ id: to, under: ways.length > 1 && inBoth.has(step.id) ? `${at.under}/${step.id}:${branch}` : at.under });
    }
  }
  return places;
}

/** The ids of a longest order that both lists share (at most 500 each). */
function longestShared(one: readonly string[], other: readonly string[]): ReadonlySet<string> {
  const lengths = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  for (let row = one.length - 1; row >= 0; row -= 1) {
    for (let column = other.length - 1; column >= 0; column -= 1) {
      const line = lengths[row];
      if (line) line[column] = one[row] === other[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const shared = new Set<string>();
  for (let row = 0, column = 0; row < one.length && column < other.length;) {
    const id = one[row];
    if (id !== undefined && id === other[column]) {
      shared.add(id);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return shared;
}

const waysOf = ({ steps, firstStepId }: ScenarioDefinition): string => JSON.stringify([firstStepId, steps.map(({ id, next }) => [id, Object.entries(next).sort()]).sort()]);
