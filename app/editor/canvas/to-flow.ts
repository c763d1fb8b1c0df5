import type { Node } from "@xyflow/react";
import type { Layout, Placed } from "../model/layout";
import type { Slot } from "../model/slot";

export type FlowNode = Node<{ stepId: string } | { slot: Slot; named: boolean } | Record<string, never>>;

/** What React Flow places, made once for a layout. Sizes are given, so that nothing is measured. */
export const toFlowNodes = (layout: Layout): FlowNode[] => layout.nodes.map(toNode);

function toNode(placed: Placed): FlowNode {
  const { key, kind, x, y, width, height } = placed;
  return {
    id: key,
    type: kind,
    position: { x, y },
    width,
    height,
    measured: { width, height },
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
