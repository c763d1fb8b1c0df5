import type { Problem } from "~/domain/scenario/problem";
import styles from "./canvas/canvas.module.css";

export function countProblems(problems: readonly Problem[], by: "stepId" | "entryPointId", id: string, severity: Problem["severity"]): number {
  let count = 0;
  for (const problem of problems) if (problem[by] === id && problem.severity === severity) count += 1;
  return count;
}

export const worstOf = (errors: number): Problem["severity"] => (errors > 0 ? "error" : "warning");

/** Only for the eye: the card's label says the same in words. */
export function ProblemBadge({ errors, warnings, severity }: { errors: number; warnings: number; severity: Problem["severity"] }) {
  if (errors + warnings === 0) return null;
  return <span className={styles.badge} data-severity={severity} aria-hidden="true">{severity === "error" ? errors : warnings}</span>;
}
