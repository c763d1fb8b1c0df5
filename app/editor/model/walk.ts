import type { Layout, Placed } from "./layout";

export type Direction = "up" | "down" | "left" | "right";

/** The node an arrow key leads to: along the lines up and down, to the nearest neighbour of the row left and right. */
export function walk(layout: Layout, from: string, direction: Direction): string | null {
  const here = layout.byKey.get(from);
  if (!here) return null;
  const candidates =
    direction === "down" ? layout.lines.filter((line) => line.from === from).map((line) => line.to)
    : direction === "up" ? layout.lines.filter((line) => line.to === from).map((line) => line.from)
    : layout.nodes.filter((node) => node.kind === here.kind && beside(here, node, direction)).map((node) => node.key);
  return nearest(layout, here, candidates);
}

function beside(here: Placed, node: Placed, direction: "left" | "right"): boolean {
  const overlaps = node.y < here.y + here.height && here.y < node.y + node.height;
  return overlaps && (direction === "left" ? centre(node) < centre(here) : centre(node) > centre(here));
}

function nearest(layout: Layout, here: Placed, keys: string[]): string | null {
  let best: { key: string; distance: number } | null = null;
  for (const key of keys) {
    const node = layout.byKey.get(key);
    if (!node || node.kind === "end") continue;
    const distance = Math.abs(centre(node) - centre(here));
    if (!best || distance < best.distance) best = { key, distance };
  }
  return best?.key ?? null;
}

const centre = (node: Placed) => node.x + node.width / 2;
