import dagre from "@dagrejs/dagre";

/** A box to be placed; what it holds is the layout's affair. */
export interface Block {
  key: string;
  width: number;
  height: number;
}

export interface Centre {
  x: number;
  top: number;
}

const APART = 36;

/**
 * Places blocks below those that lead to them, in the order of the branches. Ways that never meet are a tree, which needs
 * no search: every branch gets a column of its own, in time linear in the blocks. Where ways meet, dagre finds the places.
 */
export function placeBlocks(blocks: readonly Block[], between: readonly (readonly [string, string])[], gap: number): ReadonlyMap<string, Centre> {
  const arrivals = new Map<string, number>();
  for (const [, to] of between) arrivals.set(to, (arrivals.get(to) ?? 0) + 1);
  const waysMeet = [...arrivals.values()].some((count) => count > 1);
  return waysMeet ? placeByDagre(blocks, between, gap) : placeTree(blocks, between, gap);
}

function placeByDagre(blocks: readonly Block[], between: readonly (readonly [string, string])[], gap: number): ReadonlyMap<string, Centre> {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: APART, ranksep: gap, ranker: "network-simplex", rankalign: "top", marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const block of blocks) graph.setNode(block.key, { width: block.width, height: block.height });
  for (const [from, to] of between) graph.setEdge(from, to);
  dagre.layout(graph, { disableOptimalOrderHeuristic: true });
  return new Map(blocks.map(({ key, height }) => [key, { x: graph.node(key).x, top: graph.node(key).y - height / 2 }]));
}

function placeTree(blocks: readonly Block[], between: readonly (readonly [string, string])[], gap: number): ReadonlyMap<string, Centre> {
  const byKey = new Map(blocks.map((block) => [block.key, block]));
  const below = new Map<string, Block[]>();
  for (const [from, to] of between) {
    const block = byKey.get(to);
    if (block) below.set(from, [...(below.get(from) ?? []), block]);
  }
  // A block stands before all that is below it, so backwards every width below is known.
  const widths = new Map<string, number>();
  for (const block of [...blocks].reverse()) {
    const children = below.get(block.key) ?? [];
    const together = children.reduce((sum, child) => sum + (widths.get(child.key) ?? 0), APART * Math.max(0, children.length - 1));
    widths.set(block.key, Math.max(block.width, together));
  }
  const places = new Map<string, Centre>();
  const first = blocks[0];
  if (first) places.set(first.key, { x: (widths.get(first.key) ?? 0) / 2, top: 0 });
  for (const block of blocks) {
    const place = places.get(block.key);
    if (!place) continue;
    const children = below.get(block.key) ?? [];
    const together = children.reduce((sum, child) => sum + (widths.get(child.key) ?? 0), APART * Math.max(0, children.length - 1));
    let left = place.x - together / 2;
    for (const child of children) {
      const width = widths.get(child.key) ?? 0;
      places.set(child.key, { x: left + width / 2, top: place.top + block.height + gap });
      left += width + APART;
    }
  }
  return places;
}
