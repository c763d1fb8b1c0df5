import type { EdgeProps } from "@xyflow/react";
import { memo } from "react";
import styles from "./canvas.module.css";

const CORNER = 10;

/** A line that turns once: close to the step whose branches part, or close to the step where branches meet. */
export const FlowLine = memo(function FlowLine({ sourceX, sourceY, targetX, targetY, data }: EdgeProps & { data?: { turn: "early" | "late" } }) {
  return <path className={styles.line} d={turningPath(sourceX, sourceY, targetX, targetY, data?.turn ?? "early")} />;
});

function turningPath(fromX: number, fromY: number, toX: number, toY: number, turn: "early" | "late"): string {
  const across = toX - fromX;
  if (Math.abs(across) < 1) return `M ${fromX} ${fromY} L ${toX} ${toY}`;
  const y = turn === "early" ? Math.min(fromY + CORNER, (fromY + toY) / 2) : Math.max(toY - CORNER, (fromY + toY) / 2);
  const corner = Math.min(CORNER, Math.abs(across) / 2, y - fromY, toY - y);
  const side = Math.sign(across) * corner;
  return `M ${fromX} ${fromY} V ${y - corner} Q ${fromX} ${y} ${fromX + side} ${y} H ${toX - side} Q ${toX} ${y} ${toX} ${y + corner} V ${toY}`;
}
