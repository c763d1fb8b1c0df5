import { Position, type Edge, type Node } from "@xyflow/react";
import type { Layout, Placed } from "../model/layout";
import type { Slot } from "../model/slot";

export type FlowNode = Node<{ stepId: string } | { slot: Slot; named: boolean } | Record<string, never>>;

/** What React Flow draws, made once for a layout. Sizes and handles are given, so that nothing is measured. */
export function toFlow(layout: Layout): { nodes: FlowNode[]; edges: Edge[] } {
  return {
    nodes: layout.nodes.map(toNode),
    edges: layout.lines.map((line) => ({
      id: line.key,
      source: line.from,
      target: line.to,
      type: "line",
      focusable: false,
      selectable: false,
      data: { turn: layout.byKey.get(line.from)?.kind === "slot" ? "late" : "early" },
    })),
  };
}

function toNode(placed: Placed): FlowNode {
  const { key, kind, x, y, width, height } = placed;
  return {
    id: key,
    type: kind,
    position: { x, y },
    width,
    height,
    measured: { width, height },
    handles: [
      { type: "target", position: Position.Top, x: width / 2, y: 0, width: 0, height: 0 },
      { type: "source", position: Position.Bottom, x: width / 2, y: height, width: 0, height: 0 },
    ],
    draggable: false,
    selectable: false,
    focusable: false,
    connectable: false,
    // React Flow switches the pointer off on nodes that it neither drags nor selects.
    style: { pointerEvents: "all" },
    data: dataOf(placed),
  };
}

function dataOf(placed: Placed): FlowNode["data"] {
  if (placed.kind === "step") return { stepId: placed.stepId };
  return placed.kind === "slot" ? { slot: placed.slot, named: placed.named } : {};
}
