import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { placeBlocks, type Block } from "./place-blocks";
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

/** Parts that always stand in one column, a slot and what it alone leads to: they are placed as one. */
interface Column extends Block {
  parts: Unplaced[];
}

const GAP = 16;

export function computeLayout(definition: ScenarioDefinition): Layout {
  const { blocks, lines, between } = readBlocks(definition);
  const places = placeBlocks(blocks, between, GAP);
  const nodes = blocks.flatMap((block) => {
    const { x, top } = places.get(block.key) ?? { x: 0, top: 0 };
    return stack(block, x, top);
  });
  return {
    nodes,
    lines,
    byKey: new Map(nodes.map((node) => [node.key, node])),
    width: Math.max(...nodes.map((node) => node.x + node.width)),
    height: Math.max(...nodes.map((node) => node.y + node.height)),
  };
}

function stack(block: Column, centreX: number, top: number): Placed[] {
  let y = Math.round(top);
  return block.parts.map((part): Placed => {
    const placed = { ...part, x: Math.round(centreX - part.width / 2), y };
    y += part.height + GAP;
    return placed;
  });
}

/** Depth first, so that the order of the blocks is that of the branches. */
function readBlocks(definition: ScenarioDefinition): { blocks: Column[]; lines: Line[]; between: [string, string][] } {
  const steps = stepsById(definition);
  const arrivals = countArrivals(definition);
  const entryHeight = SIZE.entryHead + Math.max(1, definition.entryPoints.length) * SIZE.entryRow + SIZE.entryFoot;
  const blocks: Column[] = [block([{ kind: "start", key: START_CARD, width: SIZE.card.width, height: entryHeight }])];
  const lines: Line[] = [];
  const between: [string, string][] = [];
  const blockOf = new Map<string, string>();
  const open: { slot: Slot; named: boolean; from: string; fromBlock: string; target: string | null }[] = [
    { slot: START, named: false, from: START_CARD, fromBlock: START_CARD, target: definition.firstStepId },
  ];
  const readStep = (stepId: string, inBlock: string) => {
    blockOf.set(stepId, inBlock);
    const branches = Object.entries(steps.get(stepId)?.next ?? {});
    for (const [branch, onward] of branches.reverse()) {
      open.push({ slot: { stepId, branch }, named: branches.length > 1, from: stepNodeKey(stepId), fromBlock: inBlock, target: onward });
    }
  };
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    const { slot, named, from, fromBlock, target } = way;
    const key = slotNodeKey(slot);
    const slotPart: Unplaced = { kind: "slot", key, slot, named, target, ...(named ? SIZE.namedSlot : SIZE.slot) };
    lines.push({ key: `${from}>${key}`, from, to: key });
    between.push([fromBlock, key]);
    if (target === null || !steps.has(target)) {
      lines.push({ key: `${key}>end`, from: key, to: endNodeKey(slot) });
      blocks.push(block([slotPart, { kind: "end", key: endNodeKey(slot), slot, ...SIZE.end }]));
      continue;
    }
    const stepPart: Unplaced = { kind: "step", key: stepNodeKey(target), stepId: target, ...SIZE.card };
    lines.push({ key: `${key}>${target}`, from: key, to: stepPart.key });
    if (arrivals.get(target) === 1) {
      blocks.push(block([slotPart, stepPart]));
      readStep(target, key);
      continue;
    }
    blocks.push(block([slotPart]));
    if (!blockOf.has(target)) {
      blocks.push(block([stepPart]));
      readStep(target, stepPart.key);
    }
    between.push([key, stepPart.key]);
  }
  return { blocks, lines, between };
}

function block(parts: Unplaced[]): Column {
  return {
    key: parts[0]?.key ?? "",
    parts,
    width: Math.max(...parts.map((part) => part.width)),
    height: parts.reduce((sum, part) => sum + part.height, GAP * (parts.length - 1)),
  };
}

function countArrivals(definition: ScenarioDefinition): Map<string, number> {
  const counts = new Map<string, number>();
  const arrive = (target: string | null) => {
    if (target !== null) counts.set(target, (counts.get(target) ?? 0) + 1);
  };
  arrive(definition.firstStepId);
  for (const step of definition.steps) Object.values(step.next).forEach(arrive);
  return counts;
}
