import dagre from "@dagrejs/dagre";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { stepsById } from "./reach";
import { slotKey, START, type Slot } from "./slot";

/** Sizes on the canvas, in pixels at zoom 1. Fixed, so that positions follow from the graph alone and are never measured. */
export const SIZE = {
  card: { width: 280, height: 76 },
  entryHead: 44,
  entryRow: 56,
  entryFoot: 44,
  slot: { width: 32, height: 32 },
  namedSlot: { width: 208, height: 72 },
  end: { width: 76, height: 28 },
} as const;

export type Placed = { x: number; y: number; width: number; height: number } & (
  | { kind: "start"; key: "start-card" }
  | { kind: "step"; key: string; stepId: string }
  | { kind: "slot"; key: string; slot: Slot; named: boolean; target: string | null }
  | { kind: "end"; key: string; slot: Slot }
);

export interface Line {
  key: string;
  from: string;
  to: string;
}

export interface Layout {
  nodes: readonly Placed[];
  lines: readonly Line[];
  byKey: ReadonlyMap<string, Placed>;
  width: number;
  height: number;
}

export const START_CARD = "start-card";
export const slotNodeKey = (slot: Slot) => `slot:${slotKey(slot)}`;
export const endNodeKey = (slot: Slot) => `end:${slotKey(slot)}`;
export const stepNodeKey = (stepId: string) => `step:${stepId}`;

/** Everything the positions depend on; two definitions with the same shape have the same layout. */
export function shapeOf(definition: ScenarioDefinition): string {
  return JSON.stringify([definition.entryPoints.length, definition.firstStepId, definition.steps.map((step) => [step.id, step.next])]);
}

/** Layouts of the last shapes: undo, redo and typing find theirs ready. */
export function createLayouts(kept = 20): (definition: ScenarioDefinition) => Layout {
  const ready = new Map<string, Layout>();
  return (definition) => {
    const shape = shapeOf(definition);
    const found = ready.get(shape) ?? computeLayout(definition);
    ready.delete(shape);
    ready.set(shape, found);
    const oldest = ready.keys().next().value;
    if (ready.size > kept && oldest !== undefined) ready.delete(oldest);
    return found;
  };
}

type Unplaced = Placed extends infer P ? (P extends Placed ? Omit<P, "x" | "y"> : never) : never;

export function computeLayout(definition: ScenarioDefinition): Layout {
  const { nodes, lines } = parts(definition);
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 36, ranksep: 14, ranker: "longest-path", marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.key, { width: node.width, height: node.height });
  for (const line of lines) graph.setEdge(line.from, line.to);
  dagre.layout(graph, { disableOptimalOrderHeuristic: true });
  const placed = nodes.map((node): Placed => {
    const centre = graph.node(node.key);
    return { ...node, x: Math.round(centre.x - node.width / 2), y: Math.round(centre.y - node.height / 2) };
  });
  return {
    nodes: placed,
    lines,
    byKey: new Map(placed.map((node) => [node.key, node])),
    width: Math.max(...placed.map((node) => node.x + node.width)),
    height: Math.max(...placed.map((node) => node.y + node.height)),
  };
}

/** Depth first, so that dagre's first order is that of the branches. */
function parts(definition: ScenarioDefinition): { nodes: Unplaced[]; lines: Line[] } {
  const steps = stepsById(definition);
  const entryHeight = SIZE.entryHead + Math.max(1, definition.entryPoints.length) * SIZE.entryRow + SIZE.entryFoot;
  const nodes: Unplaced[] = [{ kind: "start", key: START_CARD, width: SIZE.card.width, height: entryHeight }];
  const lines: Line[] = [];
  const seen = new Set<string>();
  const open: { slot: Slot; named: boolean; from: string; target: string | null }[] = [
    { slot: START, named: false, from: START_CARD, target: definition.firstStepId },
  ];
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    const { slot, named, from, target } = way;
    const key = slotNodeKey(slot);
    nodes.push({ kind: "slot", key, slot, named, target, ...(named ? SIZE.namedSlot : SIZE.slot) });
    lines.push({ key: `${from}>${key}`, from, to: key });
    const step = target === null ? undefined : steps.get(target);
    if (!step) {
      nodes.push({ kind: "end", key: endNodeKey(slot), slot, ...SIZE.end });
      lines.push({ key: `${key}>end`, from: key, to: endNodeKey(slot) });
      continue;
    }
    lines.push({ key: `${key}>${step.id}`, from: key, to: stepNodeKey(step.id) });
    if (seen.has(step.id)) continue;
    seen.add(step.id);
    nodes.push({ kind: "step", key: stepNodeKey(step.id), stepId: step.id, ...SIZE.card });
    const branches = Object.entries(step.next);
    for (const [branch, onward] of branches.reverse()) {
      open.push({ slot: { stepId: step.id, branch }, named: branches.length > 1, from: stepNodeKey(step.id), target: onward });
    }
  }
  return { nodes, lines };
}
