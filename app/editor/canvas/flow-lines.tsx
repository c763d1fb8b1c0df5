import { ViewportPortal } from "@xyflow/react";
import { memo, useMemo } from "react";
import type { Layout } from "../model/layout";
import styles from "./canvas.module.css";

const CORNER = 10;

/**
 * All the lines of the scenario as one path, drawn below the cards. They follow from the layout and nobody takes hold of
 * them, so they need none of what React Flow does for an edge.
 */
export const FlowLines = memo(function FlowLines({ layout }: { layout: Layout }) {
  const path = useMemo(() => layout.lines.map((line) => linePath(layout, line.from, line.to)).join(" "), [layout]);
  return (
    <ViewportPortal>
      <svg className={styles.lines} width={layout.width} height={layout.height} aria-hidden="true">
        <path d={path} />
      </svg>
    </ViewportPortal>
  );
});

/** Straight down, or with one turn: close to the step whose branches part, or close to the step where branches meet. */
function linePath(layout: Layout, fromKey: string, toKey: string): string {
  const from = layout.byKey.get(fromKey);
  const to = layout.byKey.get(toKey);
  if (!from || !to) return "";
  const fromX = from.x + from.width / 2;
  const fromY = from.y + from.height;
  const toX = to.x + to.width / 2;
  const toY = to.y;
  const across = toX - fromX;
  if (Math.abs(across) < 1.5) return `M${fromX} ${fromY}V${toY}`;
  const middle = (fromY + toY) / 2;
  const y = from.kind === "slot" ? Math.max(toY - CORNER, middle) : Math.min(fromY + CORNER, middle);
  const corner = Math.min(CORNER, Math.abs(across) / 2, y - fromY, toY - y);
  const side = Math.sign(across) * corner;
  return `M${fromX} ${fromY}V${y - corner}Q${fromX} ${y} ${fromX + side} ${y}H${toX - side}Q${toX} ${y} ${toX} ${y + corner}V${toY}`;
}
